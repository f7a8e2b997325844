package dev.mignet.nodes.linux;

import static dev.mignet.nodes.linux.KernelException.check;

import java.lang.ref.Reference;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A socket that receives packets many at a time, and of each its beginning. One thread at a time;
 * allocates nothing after construction.
 */
public final class BatchReceiver implements AutoCloseable {
  /** Receives one packet. */
  @FunctionalInterface
  public interface Handler {
    /**
     * A packet came.
     *
     * @param buffer big endian
     * @param from index of its first byte
     * @param length bytes that there are of it
     */
    void packet(ByteBuffer buffer, int from, int length);
  }

  private static final int SLOTS = 64;
  private static final int SLOT = 128;
  private static final int MMSGHDR = 64;
  private static final int IOVEC = 16;
  private static final int MESSAGE_LENGTH = 56;
  private static final int SOCKADDR_IN_SIZE = 16;
  private static final int SOCKADDR_LL_SIZE = 20;
  private static final int RECEIVE_BUFFER = 8 << 20;
  private static final int IPV4 = 0x0800;

  private final int fd;
  private final NativeBuffer data = new NativeBuffer(SLOTS * SLOT);
  private final NativeBuffer headers = new NativeBuffer(SLOTS * MMSGHDR);
  private final NativeBuffer vectors = new NativeBuffer(SLOTS * IOVEC);
  private final ByteBuffer view = data.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final Poller poller = new Poller(1);

  private BatchReceiver(int fd, NativeBuffer address, int size) {
    this.fd = fd;
    NativeBuffer option = new NativeBuffer(4);
    try {
      option.bytes().putInt(0, RECEIVE_BUFFER);
      check(
          "set receive buffer",
          Syscalls.setsockopt(
              fd,
              LinuxConstants.SOL_SOCKET,
              LinuxConstants.SO_RCVBUFFORCE,
              option.address(),
              option.size()));
      check("bind", Syscalls.bind(fd, address.address(), size));
    } catch (KernelException e) {
      Syscalls.close(fd);
      throw e;
    } finally {
      Reference.reachabilityFence(option);
      Reference.reachabilityFence(address);
    }
    for (int i = 0; i < SLOTS; i++) {
      vectors.bytes().putLong(i * IOVEC, data.address(i * SLOT)).putLong(i * IOVEC + 8, SLOT);
      headers.bytes().putLong(i * MMSGHDR + 16, vectors.address(i * IOVEC));
      headers.bytes().putLong(i * MMSGHDR + 24, 1);
    }
    poller.add(fd);
  }

  /**
   * Receives UDP datagrams to an address of the calling thread's network namespace, from their
   * payload on.
   *
   * @throws KernelException EADDRNOTAVAIL where it has no such address, EADDRINUSE where the port
   *     is taken
   */
  public static BatchReceiver datagrams(Inet4Address address, int port) {
    NativeBuffer name = new NativeBuffer(SOCKADDR_IN_SIZE);
    name.bytes().putShort(0, (short) LinuxConstants.AF_INET);
    name.bytes().put(2, (byte) (port >> 8)).put(3, (byte) port).put(4, address.getAddress());
    return new BatchReceiver(
        open(LinuxConstants.AF_INET, LinuxConstants.SOCK_DGRAM, 0), name, SOCKADDR_IN_SIZE);
  }

  /**
   * Receives Ethernet frames with IPv4 that come by an interface of the calling thread's network
   * namespace, from the destination's MAC on (packet(7)).
   */
  public static BatchReceiver frames(int interfaceIndex) {
    short type = Short.reverseBytes((short) IPV4); // in network order
    NativeBuffer name = new NativeBuffer(SOCKADDR_LL_SIZE);
    name.bytes().putShort(0, (short) LinuxConstants.AF_PACKET).putShort(2, type);
    name.bytes().putInt(4, interfaceIndex);
    return new BatchReceiver(
        open(LinuxConstants.AF_PACKET, LinuxConstants.SOCK_RAW, 0), name, SOCKADDR_LL_SIZE);
  }

  private static int open(int domain, int type, int protocol) {
    return check(
        "open socket", Syscalls.socket(domain, type | LinuxConstants.SOCK_CLOEXEC, protocol));
  }

  /**
   * Waits for packets and takes a batch.
   *
   * @param nanos how long to wait at most
   * @return how many there are; 0 after that time
   */
  public int receive(long nanos) {
    if (poller.pollNanos(nanos) == 0) {
      return 0;
    }
    int count = Syscalls.recvmmsg(fd, headers.address(), SLOTS, LinuxConstants.MSG_DONTWAIT);
    return count == -Errno.EAGAIN || count == -Errno.EINTR ? 0 : check("receive packets", count);
  }

  /** Hands over the packets of the last batch. */
  public void forEach(int count, Handler handler) {
    for (int i = 0; i < count; i++) {
      handler.packet(view, i * SLOT, headers.bytes().getInt(i * MMSGHDR + MESSAGE_LENGTH));
    }
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
