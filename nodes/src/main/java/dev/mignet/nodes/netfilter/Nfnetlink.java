package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.nodes.linux.Syscalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket that packets come from (NFQUEUE or NFLOG), read in batches without allocation.
 *
 * <p>Every datagram is one or more messages: a netlink header (16 bytes: u32 length, u16 type, u16
 * flags, u32 sequence, u32 port), the nfnetlink header (4 bytes: u8 family, u8 version, be16 queue
 * or group), attributes (linux/netfilter/nfnetlink.h).
 */
public final class Nfnetlink implements AutoCloseable {
  /** Receives one message. */
  public interface Handler {
    /**
     * A message.
     *
     * @param type of the netlink header
     * @param buffer in native byte order
     * @param bigEndian the same bytes, big endian
     * @param from index of the first attribute
     * @param to index after the last
     */
    void message(int type, ByteBuffer buffer, ByteBuffer bigEndian, int from, int to);
  }

  static final int HEADERS = 20;

  private static final int ATTRIBUTE_HEADER = 4;
  private static final int TYPE_MASK = 0x3fff;

  private static final int SLOTS = 16;
  private static final int MMSGHDR = 64;
  private static final int IOVEC = 16;
  private static final int MESSAGE_LENGTH = 56;

  private final NetlinkSocket socket;
  private final ByteBuffer[] slots = new ByteBuffer[SLOTS];
  private final ByteBuffer[] bigEndian = new ByteBuffer[SLOTS];
  private final NativeBuffer data;
  private final NativeBuffer headers = new NativeBuffer(SLOTS * MMSGHDR);
  private final NativeBuffer vectors = new NativeBuffer(SLOTS * IOVEC);

  /**
   * Opens the socket in the thread's network namespace.
   *
   * @param slotSize bytes of the largest datagram
   * @param receiveBuffer bytes that the kernel may queue
   */
  public Nfnetlink(int slotSize, int receiveBuffer) {
    socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
    socket.receiveBuffer(receiveBuffer);
    socket.noEnobufs(); // losses are counted in /proc/net/netfilter, they are no reason to stop
    data = new NativeBuffer(SLOTS * slotSize);
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = data.bytes().slice(i * slotSize, slotSize).order(ByteOrder.nativeOrder());
      bigEndian[i] = data.bytes().slice(i * slotSize, slotSize).order(ByteOrder.BIG_ENDIAN);
      vectors
          .bytes()
          .putLong(i * IOVEC, data.address(i * slotSize))
          .putLong(i * IOVEC + 8, slotSize);
      headers
          .bytes()
          .putLong(i * MMSGHDR + 16, vectors.address(i * IOVEC))
          .putLong(i * MMSGHDR + 24, 1);
    }
  }

  NetlinkSocket socket() {
    return socket;
  }

  /** For poll(2). */
  public int fd() {
    return socket.fd();
  }

  /** Sends one attribute of a configuration and waits for the kernel's consent. */
  public void configure(String operation, int type, int number, int attribute, byte[] value) {
    socket.execute(
        NetlinkRequest.of(
            operation,
            type,
            NetlinkRequest.NLM_F_REQUEST | NetlinkRequest.NLM_F_ACK,
            message -> message.u8(0).u8(0).be16(number).attributeBytes(attribute, value)));
  }

  /**
   * Hands over what has come, up to one batch, and returns the number of datagrams.
   *
   * @param between runs when the batch has been received, before any of it is handed over
   */
  public int receive(Handler handler, Runnable between) {
    int count =
        Syscalls.recvmmsg(socket.fd(), headers.address(), SLOTS, LinuxConstants.MSG_DONTWAIT);
    if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
      return 0;
    }
    KernelException.check("receive packets", count);
    between.run();
    for (int i = 0; i < count; i++) {
      messages(i, headers.bytes().getInt(i * MMSGHDR + MESSAGE_LENGTH), handler);
    }
    return count;
  }

  /** Index of an attribute's value among the attributes from {@code from} to {@code to}, or -1. */
  public static int find(ByteBuffer buffer, int from, int to, int attribute) {
    int at = from;
    while (at + ATTRIBUTE_HEADER <= to) {
      int size = buffer.getShort(at) & 0xffff;
      if (size < ATTRIBUTE_HEADER || at + size > to) {
        return -1;
      }
      if ((buffer.getShort(at + 2) & TYPE_MASK) == attribute) {
        return at + ATTRIBUTE_HEADER;
      }
      at += size + 3 & ~3;
    }
    return -1;
  }

  /** Bytes of the value at that index. */
  public static int length(ByteBuffer buffer, int value) {
    return (buffer.getShort(value - ATTRIBUTE_HEADER) & 0xffff) - ATTRIBUTE_HEADER;
  }

  /** The four bytes of a value, big endian. */
  public static byte[] be32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.BIG_ENDIAN).putInt(value).array();
  }

  /** Whether a receive that returned so many may have left some. */
  public static boolean full(int received) {
    return received == SLOTS;
  }

  private void messages(int slot, int length, Handler handler) {
    ByteBuffer buffer = slots[slot];
    int at = 0;
    while (at + HEADERS <= length) {
      int size = buffer.getInt(at);
      if (size < HEADERS || at + size > length) {
        return;
      }
      handler.message(
          buffer.getShort(at + 4) & 0xffff, buffer, bigEndian[slot], at + HEADERS, at + size);
      at += size + 3 & ~3;
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
