package dev.mignet.tcpmig.kernel;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.connection.Translation;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.TcpView;

/**
 * Makes the local socket of a connection that comes from another node, so that its client sees the
 * imposed ISN (the paper, section 5). What it does is done when a call returns: nothing of it can
 * be lost, and no state of a connection waits for it.
 */
public interface Imposer extends AutoCloseable {
  /** Which one it is; never {@link Mechanism#AUTO}. */
  Mechanism mechanism();

  /**
   * Has the client's packets of a connection that may come here wait, whatever it was before.
   *
   * @param frontEnd bits of {@link Mark#FRONT_END}
   */
  void reserve(FlowKey flow, int frontEnd);

  /**
   * Makes the socket with the numbers of the connection's migration SYN, and gives it the first
   * bytes of its checkpoint, which are noted there. Packets of the client and the server pass from
   * then on, but for a RST of the client ({@link Mark#ARRIVING}).
   *
   * @param clock what the client is to see the socket's timestamps continue from, ms
   * @return what there is now, a socket that has what it was given, or nothing that could serve:
   *     {@link SocketReport#NONE} or {@link SocketReport#SYN_RECV}. The object is reused.
   */
  SocketReport create(Connection connection, int clock);

  /**
   * Sets the mark of a connection's entry, and by what it translates.
   *
   * @param translation of the socket that the client's packets come to; of none where they go on to
   *     another node
   */
  void mark(Connection connection, int mark, Translation translation);

  /**
   * A SYN that waits in the queue begins a connection with addresses that had another one: nothing
   * of that is left.
   *
   * @param frontEnd the number of the one that the SYN has come through, 0 for none
   * @return whether the server has been given the SYN; otherwise it is let through
   */
  boolean renew(FlowKey flow, TcpView syn, int frontEnd);

  /** For poll(2); what it waits for is read by {@link #read}. */
  int fd();

  /** Handles what the kernel has to say. */
  void read();

  @Override
  void close();
}
