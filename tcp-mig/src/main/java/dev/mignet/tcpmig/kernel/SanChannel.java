package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.tcpmig.san.MessageCounts;
import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanFormatException;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.San;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The daemons' UDP socket on the SAN. It is bound to the SAN device, and takes datagrams from the
 * peers' addresses only, and only those with their seal: nothing from the LAN or from a client gets
 * in.
 */
public final class SanChannel implements AutoCloseable {
  /** Receives one message. */
  public interface Handler {
    /**
     * A message from the peer with that number.
     *
     * @param realMillis when the kernel received it, ms since the epoch
     */
    void message(SanMessage message, int from, long realMillis);
  }

  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_TIMESTAMP = 29;
  private static final int RECEIVE_BUFFER = 8 << 20;
  private static final int SOCKADDR = 16;
  private static final int MAX_PEERS = 16;

  /** Bytes of messages for one peer that may wait: they fit a packet of the smallest MTU. */
  private static final int MOST_WAITING = 512;

  /** Datagrams that are received in one go. */
  private static final int SLOTS = 8;

  // struct mmsghdr {struct msghdr {void *name; u32 namelen; iovec *iov; u64 iovlen; void *control;
  // u64 controllen; ...}, 56 bytes; u32 received}, 64 bytes. Beside it its iovec {void *base; u64
  // length}, and a struct cmsghdr {u64 length; int level; int type} with the time of arrival,
  // struct timeval {s64 seconds; s64 micros}.
  private static final int HEADER = 64;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  private static final int IOVEC_POINTER = 16;
  private static final int IOVEC_COUNT = 24;
  private static final int CONTROL_POINTER = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int RECEIVED = 56;
  private static final int IOVEC = 16;
  private static final int IOVEC_LENGTH = 8;
  private static final int SECONDS = 16;
  private static final int MICROS = 24;
  private static final int CONTROL = 32;

  private final int fd;
  private final SanCodec codec;
  private final SanSeal seal;
  private final int self;
  private final int[] addresses = new int[MAX_PEERS];
  private final NativeBuffer destinations = new NativeBuffer(MAX_PEERS * SOCKADDR);
  private final NativeBuffer out = new NativeBuffer(SanCodec.MAX_DATAGRAM);
  private final NativeBuffer outHeader = new NativeBuffer(HEADER);
  private final NativeBuffer outVector = new NativeBuffer(IOVEC);
  private final NativeBuffer in = new NativeBuffer(SLOTS * SanCodec.MAX_DATAGRAM);
  private final NativeBuffer inHeaders = new NativeBuffer(SLOTS * HEADER);
  private final NativeBuffer inVectors = new NativeBuffer(SLOTS * IOVEC);
  private final NativeBuffer controls = new NativeBuffer(SLOTS * CONTROL);
  private final NativeBuffer sources = new NativeBuffer(SLOTS * SOCKADDR);
  private final ByteBuffer[] waiting = new ByteBuffer[MAX_PEERS];
  private final boolean[] urgent = new boolean[MAX_PEERS];
  private final ByteBuffer outBytes = out.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final ByteBuffer[] inBytes = new ByteBuffer[SLOTS];
  private final ByteBuffer sourceBytes = sources.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final MessageCounts sent = new MessageCounts();
  private final MessageCounts received = new MessageCounts();
  private long unsent;
  private long forged;
  private long malformed;

  /** Opens the socket in the thread's namespace. */
  public SanChannel(San san, SanCodec codec, SanSeal seal) {
    this.codec = codec;
    this.seal = seal;
    for (Peer peer : san.peers()) {
      addresses[peer.number()] = address(peer.address());
      writeAddress(peer.number() * SOCKADDR, addresses[peer.number()], san.port());
      waiting[peer.number()] = ByteBuffer.allocate(2 * MOST_WAITING);
    }
    self = numberOf(address(san.address()));
    outVector.bytes().putLong(0, out.address());
    outHeader
        .bytes()
        .putInt(NAME_LENGTH, SOCKADDR)
        .putLong(IOVEC_POINTER, outVector.address())
        .putLong(IOVEC_COUNT, 1);
    for (int slot = 0; slot < SLOTS; slot++) {
      describe(slot);
    }
    fd =
        KernelException.check(
            "open SAN socket",
            Syscalls.socket(
                LinuxConstants.AF_INET,
                LinuxConstants.SOCK_DGRAM | LinuxConstants.SOCK_CLOEXEC,
                0));
    byte[] device = san.device().getBytes(StandardCharsets.US_ASCII);
    NativeBuffer option = new NativeBuffer(16);
    option.bytes().put(0, device);
    KernelException.check(
        "bind SAN socket to",
        san.device(),
        Syscalls.setsockopt(
            fd, LinuxConstants.SOL_SOCKET, SO_BINDTODEVICE, option.address(), device.length));
    option.bytes().putInt(0, RECEIVE_BUFFER);
    KernelException.check(
        "set the SAN socket's buffer",
        Syscalls.setsockopt(
            fd, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUFFORCE, option.address(), 4));
    option.bytes().putInt(0, 1);
    KernelException.check(
        "ask for times of arrival",
        Syscalls.setsockopt(fd, LinuxConstants.SOL_SOCKET, SO_TIMESTAMP, option.address(), 4));
    writeAddress(0, address(san.address()), san.port());
    KernelException.check(
        "bind SAN socket to", san.address(), Syscalls.bind(fd, destinations.address(0), SOCKADDR));
  }

  /** For poll(2). */
  public int fd() {
    return fd;
  }

  /**
   * Sends a message with the next {@link #flushUrgent}, behind those that wait for the same peer;
   * what the kernel cannot send then is lost, as on the wire, and asked for again. So is what is
   * for a node that this one has not been told of.
   */
  public void send(SanMessage message, int to) {
    if (waiting[to] == null) {
      unsent++;
    } else if (message instanceof SanMessage.Checkpoint checkpoint
        && checkpoint.data().length > MOST_WAITING / 2) {
      outBytes.clear().put(waiting[to].flip());
      codec.write(message, outBytes);
      sent.count(message);
      transmit(to);
    } else {
      urgent[to] = true;
      sendLater(message, to);
    }
  }

  /** Sends a message with the next one to that peer, at the next {@link #flush} at the latest. */
  public void sendLater(SanMessage message, int to) {
    if (waiting[to] == null) {
      unsent++;
      return;
    }
    codec.write(message, waiting[to]);
    sent.count(message);
    if (waiting[to].position() >= MOST_WAITING) {
      flush(to);
    }
  }

  /** Sends what waits for peers that something urgent waits for. */
  public void flushUrgent() {
    for (int to = 1; to < MAX_PEERS; to++) {
      if (urgent[to]) {
        flush(to);
      }
    }
  }

  /** Sends what waits. */
  public void flush() {
    for (int to = 1; to < MAX_PEERS; to++) {
      if (waiting[to] != null && waiting[to].position() > 0) {
        flush(to);
      }
    }
  }

  private void flush(int to) {
    outBytes.clear().put(waiting[to].flip());
    transmit(to);
  }

  private void transmit(int to) {
    waiting[to].clear();
    urgent[to] = false;
    seal.seal(outBytes, self, to);
    outHeader.bytes().putLong(NAME, destinations.address(to * SOCKADDR));
    outVector.bytes().putLong(IOVEC_LENGTH, outBytes.position());
    int result = Syscalls.sendmsg(fd, outHeader.address(), LinuxConstants.MSG_DONTWAIT);
    if (result < 0) {
      unsent++;
    }
  }

  /**
   * Hands over the messages of the datagrams that came, of some at most: what is said to them need
   * not wait for others to be looked for.
   */
  public void receive(Handler handler) {
    for (int slot = 0; slot < SLOTS; slot++) {
      inHeaders
          .bytes()
          .putInt(slot * HEADER + NAME_LENGTH, SOCKADDR)
          .putLong(slot * HEADER + CONTROL_LENGTH, CONTROL);
    }
    int count = Syscalls.recvmmsg(fd, inHeaders.address(), SLOTS, LinuxConstants.MSG_DONTWAIT);
    for (int slot = 0; slot < count; slot++) {
      datagram(slot, handler);
    }
  }

  private void datagram(int slot, Handler handler) {
    int from = numberOf(sourceBytes.getInt(slot * SOCKADDR + 4));
    ByteBuffer times = controls.bytes();
    long realMillis =
        times.getLong(slot * CONTROL + SECONDS) * 1000
            + times.getLong(slot * CONTROL + MICROS) / 1000;
    ByteBuffer bytes = inBytes[slot];
    boolean genuine = false;
    try {
      if (from == 0) {
        throw new SanFormatException("not from a back-end");
      }
      bytes.clear().limit(inHeaders.bytes().getInt(slot * HEADER + RECEIVED));
      seal.open(bytes, from, self);
      genuine = true;
      do {
        SanMessage message = codec.read(bytes);
        received.count(message);
        handler.message(message, from, realMillis);
      } while (bytes.hasRemaining());
    } catch (SanFormatException e) {
      if (genuine) {
        malformed++;
      } else {
        forged++;
      }
    }
  }

  /** Messages that were sent. */
  public MessageCounts sent() {
    return sent;
  }

  /** Datagrams that the kernel could not send, and messages for nodes that are not known here. */
  public long unsent() {
    return unsent;
  }

  public MessageCounts received() {
    return received;
  }

  /** Datagrams that came from no back-end of this cluster, or were changed on their way. */
  public long forged() {
    return forged;
  }

  /** Datagrams with a good seal that were, or ended in, no messages. */
  public long malformed() {
    return malformed;
  }

  private void describe(int slot) {
    int data = slot * SanCodec.MAX_DATAGRAM;
    inBytes[slot] = in.bytes().slice(data, SanCodec.MAX_DATAGRAM).order(ByteOrder.BIG_ENDIAN);
    inVectors
        .bytes()
        .putLong(slot * IOVEC, in.address(data))
        .putLong(slot * IOVEC + IOVEC_LENGTH, SanCodec.MAX_DATAGRAM);
    inHeaders
        .bytes()
        .putLong(slot * HEADER + NAME, sources.address(slot * SOCKADDR))
        .putLong(slot * HEADER + IOVEC_POINTER, inVectors.address(slot * IOVEC))
        .putLong(slot * HEADER + IOVEC_COUNT, 1)
        .putLong(slot * HEADER + CONTROL_POINTER, controls.address(slot * CONTROL));
  }

  private int numberOf(int address) {
    for (int number = 1; number < MAX_PEERS; number++) {
      if (addresses[number] == address && address != 0) {
        return number;
      }
    }
    return 0;
  }

  private void writeAddress(int at, int address, int port) {
    ByteBuffer bytes = destinations.bytes();
    bytes.putShort(at, (short) LinuxConstants.AF_INET);
    bytes
        .duplicate()
        .order(ByteOrder.BIG_ENDIAN)
        .putShort(at + 2, (short) port)
        .putInt(at + 4, address);
  }

  /** A dotted IPv4 address as an int in host order. */
  static int address(String dotted) {
    try {
      // Digits only: the reader of the topology has checked that, so no name service is asked.
      if (InetAddress.getByName(dotted) instanceof Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no IPv4 address: " + dotted, e);
    }
    throw new IllegalArgumentException("no IPv4 address: " + dotted);
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
