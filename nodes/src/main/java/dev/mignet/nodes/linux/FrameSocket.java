package dev.mignet.nodes.linux;

import static dev.mignet.nodes.linux.KernelException.check;

import java.lang.ref.Reference;

/** Sends whole Ethernet frames by one interface, past its qdisc or through it (packet(7)). */
public final class FrameSocket implements AutoCloseable {
  private static final int SOL_PACKET = 263;
  private static final int PACKET_QDISC_BYPASS = 20;
  private static final int SOCKADDR_SIZE = 20;

  private final int fd;

  /**
   * Opens one in the calling thread's network namespace that sends past the qdisc; it receives
   * nothing.
   *
   * @param interfaceIndex of the interface
   */
  public FrameSocket(int interfaceIndex) {
    this(interfaceIndex, SOL_PACKET, PACKET_QDISC_BYPASS, 1);
  }

  private FrameSocket(int interfaceIndex, int level, int option, int value) {
    fd =
        check(
            "open packet socket",
            Syscalls.socket(
                LinuxConstants.AF_PACKET,
                LinuxConstants.SOCK_RAW | LinuxConstants.SOCK_CLOEXEC,
                0));
    // struct sockaddr_ll {u16 family, be16 protocol, s32 index, 12 bytes}
    NativeBuffer scratch = new NativeBuffer(SOCKADDR_SIZE);
    try {
      scratch.bytes().putShort(0, (short) LinuxConstants.AF_PACKET).putInt(4, interfaceIndex);
      check("bind packet socket", Syscalls.bind(fd, scratch.address(), SOCKADDR_SIZE));
      scratch.bytes().putInt(0, value);
      check(
          "set packet socket option", Syscalls.setsockopt(fd, level, option, scratch.address(), 4));
    } catch (KernelException e) {
      Syscalls.close(fd);
      throw e;
    } finally {
      Reference.reachabilityFence(scratch);
    }
  }

  /**
   * Opens one whose frames wait in the qdisc as others' do.
   *
   * @param sendBuffer bytes of frames, with the kernel's own for each, that may be under way until
   *     whoever receives them takes them; half of it, as the kernel counts
   */
  public static FrameSocket queued(int interfaceIndex, int sendBuffer) {
    return new FrameSocket(
        interfaceIndex, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_SNDBUFFORCE, sendBuffer);
  }

  /**
   * Sends a frame; allocates nothing.
   *
   * @return bytes sent, or the negative errno: EAGAIN while the send buffer is full, ENOBUFS where
   *     the qdisc has dropped the frame
   */
  public int send(NativeBuffer frame, int length) {
    return Syscalls.send(fd, frame.address(), length, LinuxConstants.MSG_DONTWAIT);
  }

  /**
   * Sends a frame.
   *
   * @param frame from the destination's MAC on, without FCS
   * @return bytes sent, or the negative errno (ENOBUFS, ENETDOWN...)
   */
  public int send(byte[] frame) {
    NativeBuffer buffer = new NativeBuffer(frame.length);
    try {
      buffer.bytes().put(frame);
      return send(buffer, frame.length);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
