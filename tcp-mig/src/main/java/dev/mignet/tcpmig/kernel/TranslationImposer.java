package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.netfilter.PacketQueue;
import dev.mignet.nodes.netfilter.QueuedPacket;
import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.SocketReport;
import dev.mignet.tcpmig.connection.Translation;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.TcpView;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets by a handshake in the client's stead, on any kernel: the socket has an ISN and a
 * timestamp clock of its own, and the connection's conntrack entry translates them ({@link
 * TranslatedEntries}).
 *
 * <p>write(2) on the TUN returns when TCP has handled the segment, and what it answers waits in a
 * queue of its own by then: SYN, SYN-ACK and the first data are one call.
 */
public final class TranslationImposer implements Imposer {
  /** The NFQUEUE of what the server's kernel sends of translated connections: SYN-ACK and RST. */
  static final int QUEUE = 1;

  private static final PacketQueue.Settings SETTINGS =
      new PacketQueue.Settings(128, 4096, false, true);

  /**
   * Round trips from here on, ms, are not those of the handshake that is played here: a socket that
   * took it for the client's would send again what the client has long had.
   */
  private static final int SLOW = 2;

  private final PacketQueue queue = new PacketQueue(QUEUE, SETTINGS, this::packet);
  private final TranslatedEntries entries = new TranslatedEntries();
  private final Injector injector;
  private final Conntrack conntrack;
  private final SocketDiag diag;
  private final Consumer<Connection> note;
  private final Runnable readLog;
  private final IpView ip = new IpView();
  private final TcpView tcp = new TcpView();
  private final FlowKey flow = new FlowKey();

  /** The migration SYN of the connection whose SYN-ACK is waited for. */
  private SanMessage.@Nullable Syn awaited;

  private @Nullable SynAck synAck;
  private boolean told;

  /**
   * What the server's kernel has answered.
   *
   * @param unlike how it differs from what the client was told when it connected; empty if it does
   *     not
   */
  private record SynAck(int isn, int tsVal, String unlike) {}

  /**
   * All are of the thread's namespace; throws where the kernel does not translate.
   *
   * @param families of the connections
   * @param note writes a connection down, for a daemon after this one
   * @param readLog reads what has been logged of servers so far
   */
  public TranslationImposer(
      Set<IpFamily> families,
      Injector injector,
      Conntrack conntrack,
      SocketDiag diag,
      Consumer<Connection> note,
      Runnable readLog) {
    this.injector = injector;
    this.conntrack = conntrack;
    this.diag = diag;
    this.note = note;
    this.readLog = readLog;
    for (IpFamily family : families) {
      if (!entries.work(family)) {
        throw new IllegalStateException(
            "this kernel's conntrack does not translate (CTA_SEQ_ADJ, CTA_SYNPROXY): " + family);
      }
    }
  }

  @Override
  public Mechanism mechanism() {
    return Mechanism.TRANSLATION;
  }

  @Override
  public void reserve(FlowKey flow, int frontEnd) {
    readLog.run(); // what it logged when it was here before is in another space
    entries.replace(flow, Mark.HOLD | frontEnd);
  }

  @Override
  public SocketReport create(Connection connection, int clock) {
    SanMessage.Syn syn = connection.lastMigration();
    FlowKey key = connection.key();
    if (diag.query(key).state() != SocketReport.NONE) {
      diag.destroy(key); // of a daemon that was killed in the midst of this
    }
    SynAck answer = shakeHands(syn);
    if (answer == null || !answer.unlike().isEmpty()) {
      return none(connection, answer);
    }
    connection.setTranslation(
        new Translation(syn.imposedAck() - 1 - answer.isn(), answer.tsVal() - clock));
    note.accept(connection);
    Checkpoint checkpoint = connection.checkpoint();
    int known = checkpoint.acknowledged();
    int count = Math.min(syn.mss(), known > 0 ? known : checkpoint.length());
    // The client has had the ACKs of what is known: a second one would look like a loss to it.
    int quiet = known > 0 ? Mark.QUIET : 0;
    entries.set(key, Mark.ARRIVING | Mark.ASKED | quiet, connection.translation());
    injector.begin(syn, firstEcho(syn, connection.translation(), clock), checkpoint, count);
    conntrack.clear(key, quiet);
    checkpoint.give(count);
    SocketReport report = diag.query(key);
    // In SYN_RECV still: the accept queue is full.
    boolean made = report.state() != SocketReport.NONE && report.state() != SocketReport.SYN_RECV;
    return made ? report : none(connection, answer);
  }

  private @Nullable SynAck shakeHands(SanMessage.Syn syn) {
    awaited = syn;
    synAck = null;
    injector.syn(syn);
    if (isSlow(syn)) {
      injector.syn(syn); // of a handshake with a repeated SYN the kernel measures no round trip
    }
    read();
    awaited = null;
    return synAck;
  }

  private static boolean isSlow(SanMessage.Syn syn) {
    return syn.roundTripMillis() >= SLOW;
  }

  /**
   * What the first segment echoes, in the client's space: the SYN-ACK's timestamp, the only one
   * that a kernel takes in this state (tcp_check_req); or 0, in the socket's space, which it does
   * not measure by.
   */
  private static int firstEcho(SanMessage.Syn syn, Translation translation, int clock) {
    return isSlow(syn) ? -translation.clock() : clock;
  }

  /** Leaves neither a socket nor a translation. */
  private SocketReport none(Connection connection, @Nullable SynAck answer) {
    FlowKey key = connection.key();
    if (answer != null && !answer.unlike().isEmpty() && !told) {
      told = true;
      System.err.println(
          "migration daemon: no connection can come here whose client was told otherwise by"
              + " another back-end's SYN-ACK: "
              + answer.unlike()
              + " (are net.ipv4.tcp_rmem, tcp_sack and the like the same at all back-ends?)");
    }
    entries.set(key, Mark.HOLD, Translation.NONE);
    connection.setTranslation(Translation.NONE);
    if (diag.query(key).state() != SocketReport.NONE) {
      diag.destroy(key);
    }
    return diag.query(key);
  }

  @Override
  public void mark(Connection connection, int mark, Translation translation) {
    if (connection.translation().isNone()) {
      conntrack.mark(connection.key(), mark);
    } else {
      entries.set(connection.key(), mark, translation);
    }
  }

  /**
   * The SYN has come with the old entry and would make none. One of ctnetlink's making would not
   * do: SYNPROXY's hook swallows the SYN-ACK where a SYN is sent again (case "b" of
   * nf_conntrack_proto_tcp.c), and gives every RST the wrong number.
   */
  @Override
  public boolean renew(FlowKey flow, TcpView syn, int frontEnd) {
    if (!entries.remove(flow)) {
      return false;
    }
    injector.again(flow, syn, frontEnd);
    return true;
  }

  @Override
  public int fd() {
    return queue.fd();
  }

  @Override
  public void read() {
    while (queue.receive(TranslationImposer::nothing)) {
      // one batch after the other
    }
    queue.flush();
  }

  private static void nothing() {}

  /** A SYN-ACK or a RST of the server's kernel, in the socket's space. */
  private void packet(QueuedPacket queued) {
    if (!ip.wrapBeginning(queued.bytes(), queued.offset(), queued.captured())
        || !tcp.wrap(queued.bytes(), ip)) {
      queue.drop(queued.id());
      return;
    }
    FlowKey key = flow.sentByServer(ip, tcp);
    if (tcp.has(TcpView.RST)) {
      entries.prepareReset(key, tcp.sequence());
      queue.accept(queued.id(), queued.mark());
      return;
    }
    queue.drop(queued.id()); // no client may see a SYN-ACK now
    if (synAck == null && awaited != null && awaited.flow().equals(key)) {
      synAck = read(awaited);
    }
  }

  private SynAck read(SanMessage.Syn syn) {
    int scale = syn.scaled() ? syn.serverWindowScale() : -1;
    String unlike = "";
    if (tcp.windowScale() != scale) {
      unlike = "window scale %d instead of %d".formatted(tcp.windowScale(), scale);
    } else if (tcp.hasTimestamps() != syn.timestamps()) {
      unlike = tcp.hasTimestamps() ? "timestamps" : "no timestamps";
    } else if (tcp.sackPermitted() != syn.sack()) {
      unlike = tcp.sackPermitted() ? "SACK" : "no SACK";
    }
    return new SynAck(tcp.sequence(), tcp.tsVal(), unlike);
  }

  @Override
  public void close() {
    queue.close();
    entries.close();
  }
}
