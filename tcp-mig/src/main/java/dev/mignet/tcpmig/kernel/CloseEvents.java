package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.MappedAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The kernel's messages of TCP sockets that have gone (multicast groups SKNLGRP_INET_TCP_DESTROY
 * and SKNLGRP_INET6_TCP_DESTROY of linux/sock_diag.h): no polling. What a listener for both
 * families has accepted over IPv4 are sockets of IPv6, with mapped addresses.
 */
public final class CloseEvents implements AutoCloseable {
  private static final int INET_TCP_DESTROY = 1;
  private static final int INET6_TCP_DESTROY = 1 << 2;
  private static final int HEADER = 16;
  private static final int LOCAL = HEADER + 8;
  private static final int REMOTE = LOCAL + 16;
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG);
  private final NativeBuffer message = new NativeBuffer(8192);
  private final ByteBuffer bigEndian = message.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final FlowKey flow = new FlowKey();

  /** Subscribes in the thread's namespace. */
  public CloseEvents() {
    socket.receiveBuffer(RECEIVE_BUFFER);
    socket.joinGroups(INET_TCP_DESTROY | INET6_TCP_DESTROY);
  }

  /**
   * Hands over all that came; the key is reused.
   *
   * @return false where the kernel had to drop some, so that connections must be looked at one by
   *     one
   */
  public boolean drain(Consumer<FlowKey> closed) {
    boolean all = true;
    while (true) {
      int length = socket.receive(message, LinuxConstants.MSG_DONTWAIT);
      if (length == -Errno.ENOBUFS) {
        all = false;
        continue;
      }
      if (length < HEADER + 72) {
        return all;
      }
      closed.accept(read());
    }
  }

  /** struct inet_diag_msg: the addresses take 16 bytes each, of which IPv4 uses the first four. */
  private FlowKey read() {
    boolean ipv6 = bigEndian.get(HEADER) == LinuxConstants.AF_INET6;
    return flow.set(
        ipv6 ? bigEndian.getLong(REMOTE) : MappedAddress.HIGH,
        ipv6 ? bigEndian.getLong(REMOTE + 8) : MappedAddress.low(bigEndian.getInt(REMOTE)),
        bigEndian.getShort(HEADER + 6) & 0xffff,
        ipv6 ? bigEndian.getLong(LOCAL) : MappedAddress.HIGH,
        ipv6 ? bigEndian.getLong(LOCAL + 8) : MappedAddress.low(bigEndian.getInt(LOCAL)),
        bigEndian.getShort(HEADER + 4) & 0xffff);
  }

  @Override
  public void close() {
    socket.close();
  }
}
