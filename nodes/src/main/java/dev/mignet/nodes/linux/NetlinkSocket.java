package dev.mignet.nodes.linux;

import static dev.mignet.nodes.linux.KernelException.check;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A netlink socket. It belongs to the network namespace of the thread that opened it, whichever
 * thread uses it later.
 *
 * <p>Two uses that do not mix at one time: {@link #execute} (send, receive, validate), and the bare
 * {@link #send} and {@link #receive} of a packet loop, which allocate nothing.
 */
public final class NetlinkSocket implements AutoCloseable {
  // linux/netlink.h
  public static final int ROUTE = 0;
  public static final int SOCK_DIAG = 4;
  public static final int NETFILTER = 12;

  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_NO_ENOBUFS = 5;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int SOCKADDR_SIZE = 12;
  private static final int RECEIVE_SIZE = 64 * 1024;
  private static final int SEND_SIZE = 64 * 1024;
  private static final int ACKNOWLEDGEMENTS_SIZE = 1 << 20; // a batch's worth of them must fit
  private static final int FEW = 64; // so many acknowledgements fit into any buffer
  private static final int MOST_DUMPS = 10;
  private static final int EMSGSIZE = 90;

  /** A thread's, for whichever socket it uses: a large lab has a thousand of them. */
  private static final ThreadLocal<NativeBuffer> OUTGOING =
      ThreadLocal.withInitial(() -> new NativeBuffer(SEND_SIZE));

  private static final ThreadLocal<NativeBuffer> INCOMING =
      ThreadLocal.withInitial(() -> new NativeBuffer(RECEIVE_SIZE));

  private final int fd;
  private int sequence = 1;
  private boolean closed;

  private NetlinkSocket(int fd) {
    this.fd = fd;
  }

  /**
   * Opens a blocking socket in the calling thread's network namespace.
   *
   * @param protocol {@link #ROUTE}, {@link #SOCK_DIAG} or {@link #NETFILTER}
   */
  public static NetlinkSocket open(int protocol) {
    int fd =
        Syscalls.socket(
            LinuxConstants.AF_NETLINK,
            LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_CLOEXEC,
            protocol);
    NetlinkSocket socket = new NetlinkSocket(check("open netlink socket", fd));
    socket.option(SOL_NETLINK, NETLINK_CAP_ACK, 1); // without it every error echoes its request
    socket.option(SOL_NETLINK, NETLINK_EXT_ACK, 1);
    return socket;
  }

  /** The descriptor, for poll(2); the socket stays its owner. */
  public int fd() {
    return fd;
  }

  /**
   * Subscribes to multicast groups.
   *
   * @param mask bit n-1 stands for group n, up to group 32
   */
  public void joinGroups(int mask) {
    NativeBuffer address = OUTGOING.get();
    address.bytes().putLong(0, 0).putInt(8, mask).putShort(0, (short) LinuxConstants.AF_NETLINK);
    check("join netlink groups", Syscalls.bind(fd, address.address(), SOCKADDR_SIZE));
  }

  /**
   * Sets the receive buffer beyond the system's limit (needs CAP_NET_ADMIN).
   *
   * @param bytes payload and overhead; the kernel doubles it
   */
  public void receiveBuffer(int bytes) {
    option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUFFORCE, bytes);
  }

  /** Messages lost to a full receive buffer are no longer reported as ENOBUFS. */
  public void noEnobufs() {
    option(SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
  }

  /**
   * Sends messages to the kernel, which handles them before this returns. Allocates nothing.
   *
   * @return bytes sent, or the negative errno
   */
  public int send(NativeBuffer buffer, int offset, int length) {
    return Syscalls.send(fd, buffer.address(offset), length, 0);
  }

  /**
   * Receives one datagram into the buffer from index 0. Allocates nothing.
   *
   * @param flags such as {@link LinuxConstants#MSG_DONTWAIT}
   * @return bytes received, or the negative errno (EAGAIN, EINTR, ENOBUFS...)
   */
  public int receive(NativeBuffer buffer, int flags) {
    return Syscalls.recv(fd, buffer.address(), buffer.size(), flags);
  }

  /**
   * Sends a request and awaits its answer: a plain acknowledgement (no replies), replies, or a
   * whole dump. A dump that the kernel reports as inconsistent is asked for again.
   *
   * @throws KernelException the kernel's error, with the request's operation
   */
  public synchronized List<NetlinkReply> execute(NetlinkRequest request) {
    NetlinkExchange exchange = exchange(List.of(request));
    for (int i = 1; exchange.interrupted() && i < MOST_DUMPS; i++) {
      exchange = exchange(List.of(request));
    }
    return exchange.result();
  }

  /**
   * Sends many requests (no dumps) with few system calls. The kernel handles all of them, also
   * those behind one that fails.
   *
   * @throws KernelException the first error, with that request's operation
   */
  public synchronized void executeAll(List<NetlinkRequest> requests) {
    if (requests.size() > FEW) {
      option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUFFORCE, ACKNOWLEDGEMENTS_SIZE);
    }
    int from = 0;
    while (from < requests.size()) {
      int to = from;
      int length = 0;
      while (to < requests.size() && length + requests.get(to).length() <= SEND_SIZE) {
        length += requests.get(to++).length();
      }
      exchange(requests.subList(from, to)).result();
      from = to;
    }
  }

  private NetlinkExchange exchange(List<NetlinkRequest> requests) {
    NetlinkExchange exchange = new NetlinkExchange(requests, sequence);
    NativeBuffer outgoing = OUTGOING.get();
    NativeBuffer incoming = INCOMING.get();
    ByteBuffer buffer = outgoing.bytes().clear();
    for (NetlinkRequest request : requests) {
      request.writeTo(buffer, sequence++);
    }
    String operation = requests.get(0).operation();
    check(operation, send(outgoing, 0, buffer.position()));
    int length;
    do {
      length = receive(incoming, LinuxConstants.MSG_TRUNC);
      if (length > incoming.size()) {
        throw new KernelException(operation, EMSGSIZE);
      }
      if (length != -Errno.EINTR) {
        check(operation, length);
      }
    } while (!exchange.accept(incoming.bytes(), length));
    return exchange;
  }

  private void option(int level, int name, int value) {
    NativeBuffer argument = OUTGOING.get();
    argument.bytes().putInt(0, value);
    check("set netlink socket option", Syscalls.setsockopt(fd, level, name, argument.address(), 4));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Syscalls.close(fd);
    }
  }
}
