package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.tcpmig.wire.FlowKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The kernel's messages of TCP sockets that have gone (multicast group SKNLGRP_INET_TCP_DESTROY of
 * linux/sock_diag.h): no polling.
 */
public final class CloseEvents implements AutoCloseable {
  private static final int INET_TCP_DESTROY = 1;
  private static final int HEADER = 16;
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG);
  private final NativeBuffer message = new NativeBuffer(8192);
  private final ByteBuffer bigEndian = message.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
  private final FlowKey flow = new FlowKey();

  /** Subscribes in the thread's namespace. */
  public CloseEvents() {
    socket.receiveBuffer(RECEIVE_BUFFER);
    socket.joinGroups(INET_TCP_DESTROY);
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
      int local = bigEndian.getShort(HEADER + 4) & 0xffff;
      int remote = bigEndian.getShort(HEADER + 6) & 0xffff;
      closed.accept(
          flow.set(bigEndian.getInt(HEADER + 24), remote, bigEndian.getInt(HEADER + 8), local));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
