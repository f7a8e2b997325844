package dev.mignet.tcpmig.kernel;

import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.connection.Translation;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.TcpView;

/** Makes sockets by {@link ImposedIsn}'s program: they have the connection's own numbers. */
public final class ProgramImposer implements Imposer {
  private static final int NOTHING_TO_READ = -1; // poll(2) passes over it

  private final Injector injector;
  private final Conntrack conntrack;
  private final SocketDiag diag;

  /** All are of the thread's namespace; the program is attached to the injector's device. */
  public ProgramImposer(Injector injector, Conntrack conntrack, SocketDiag diag) {
    this.injector = injector;
    this.conntrack = conntrack;
    this.diag = diag;
  }

  @Override
  public Mechanism mechanism() {
    return Mechanism.IMPOSED_ISN;
  }

  @Override
  public void reserve(FlowKey flow, int frontEnd) {
    conntrack.reserve(flow, Mark.HOLD | frontEnd);
  }

  /** The segment that makes the socket also sets the connmark to {@link Mark#ARRIVING}. */
  @Override
  public SocketReport create(Connection connection, int clock) {
    SanMessage.Syn syn = connection.lastMigration();
    Checkpoint checkpoint = connection.checkpoint();
    // Nothing where the client has had the ACKs, which must not be repeated; nor with a FIN, after
    // which a socket may be gone before it was seen.
    int count =
        checkpoint.acknowledged() > 0 || checkpoint.fin()
            ? 0
            : Math.min(syn.mss(), checkpoint.length());
    injector.create(syn, clock, checkpoint, count);
    checkpoint.give(count);
    SocketReport socket = diag.query(connection.key());
    if (socket.state() == SocketReport.SYN_RECV) {
      diag.destroy(connection.key()); // it would send its SYN-ACK to the client
    }
    return socket;
  }

  @Override
  public void mark(Connection connection, int mark, Translation translation) {
    conntrack.mark(connection.key(), mark);
  }

  /** The entry stays, and has had the front-end's number from the SYN. */
  @Override
  public boolean renew(FlowKey flow, TcpView syn, int frontEnd) {
    conntrack.renew(flow);
    return false;
  }

  @Override
  public int fd() {
    return NOTHING_TO_READ;
  }

  @Override
  public void read() {}

  @Override
  public void close() {}
}
