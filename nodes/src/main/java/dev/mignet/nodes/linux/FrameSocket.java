package dev.mignet.nodes.linux;

import static dev.mignet.nodes.linux.KernelException.check;

import java.lang.ref.Reference;

/** Sends whole Ethernet frames by one interface, past its qdisc (packet(7)). */
public final class FrameSocket implements AutoCloseable {
  private static final int SOL_PACKET = 263;
  private static final int PACKET_QDISC_BYPASS = 20;
  private static final int SOCKADDR_SIZE = 20;

  private final int fd;

  /**
   * Opens one in the calling thread's network namespace; it receives nothing.
   *
   * @param interfaceIndex of the interface
   */
  public FrameSocket(int interfaceIndex) {
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
      scratch.bytes().putInt(0, 1);
      check(
          "set packet socket option",
          Syscalls.setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, scratch.address(), 4));
    } catch (KernelException e) {
      Syscalls.close(fd);
      throw e;
    } finally {
      Reference.reachabilityFence(scratch);
    }
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
      return Syscalls.send(fd, buffer.address(), frame.length, LinuxConstants.MSG_DONTWAIT);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
