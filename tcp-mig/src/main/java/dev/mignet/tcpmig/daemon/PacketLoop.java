package dev.mignet.tcpmig.daemon;

import dev.mignet.nodes.linux.Mailbox;
import dev.mignet.nodes.linux.Poller;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.netfilter.PacketQueue;
import dev.mignet.nodes.netfilter.QueuedPacket;
import dev.mignet.tcpmig.connection.CheckpointMemory;
import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.ConnectionTable;
import dev.mignet.tcpmig.connection.Guests;
import dev.mignet.tcpmig.kernel.ClientBytes;
import dev.mignet.tcpmig.kernel.CloseEvents;
import dev.mignet.tcpmig.kernel.Conntrack;
import dev.mignet.tcpmig.kernel.ImposedIsn;
import dev.mignet.tcpmig.kernel.Injector;
import dev.mignet.tcpmig.kernel.Mark;
import dev.mignet.tcpmig.kernel.NetfilterRules;
import dev.mignet.tcpmig.kernel.PacketLog;
import dev.mignet.tcpmig.kernel.ProgramImposer;
import dev.mignet.tcpmig.kernel.SanChannel;
import dev.mignet.tcpmig.kernel.ServerSegments;
import dev.mignet.tcpmig.kernel.SilentSockets;
import dev.mignet.tcpmig.kernel.SocketDiag;
import dev.mignet.tcpmig.kernel.TranslationImposer;
import dev.mignet.tcpmig.machine.Decision;
import dev.mignet.tcpmig.machine.Initiator;
import dev.mignet.tcpmig.machine.Target;
import dev.mignet.tcpmig.machine.Verdict;
import dev.mignet.tcpmig.metrics.EventLog;
import dev.mignet.tcpmig.metrics.Latency;
import dev.mignet.tcpmig.policy.Policy;
import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's duty cycle: packets, copies, messages, closed sockets, control requests and time
 * come in here and go through the state machines. One thread owns the table; nothing is locked, and
 * a packet that is simply accepted allocates nothing.
 */
public final class PacketLoop implements AutoCloseable {
  /** How long the log may wait to be read while no request comes. */
  private static final int LONGEST_WAIT = 50;

  /** Packets whole, super-packets uncut; when the daemon lags the kernel lets packets pass. */
  private static final PacketQueue.Settings QUEUE =
      new PacketQueue.Settings(0xffff, 16_384, true, true);

  private final DaemonSettings settings;
  private final ConnectionTable table = new ConnectionTable();
  private final Counters counters = new Counters();
  private final MigrationWatch watch;
  private final TimedPolicy policy;
  private final Latency verdicts = new Latency();
  private final Metrics metrics;
  private final Initiator initiator;
  private final Target target;
  private final PacketLog log;
  private final Edges edges;
  private final SanOutbox outbox;
  private final ActionRunner runner;
  private final Timers timers;
  private final SanInbox inbox;
  private final Sweeper sweeper;
  private final Guests guests;
  private final RestWatch restWatch;
  private final Recovery recovery;
  private final Mailbox mailbox = new Mailbox();
  private final Poller poller = new Poller(5);
  private final Runnable batchReader = this::batch;
  private final IpView ip = new IpView();
  private final TcpView tcp = new TcpView();
  private final FlowKey flow = new FlowKey();
  private long now = Clock.now();
  private long batchRead;
  private int accepted;
  private volatile boolean stopped;

  /**
   * Opens all sockets in the thread's namespace.
   *
   * @param program that makes sockets of what the injector sends; null where conntrack is to
   *     translate
   */
  PacketLoop(
      DaemonSettings settings,
      SanSeal seal,
      Journal journal,
      Policy policy,
      Injector injector,
      @Nullable ImposedIsn program,
      @Nullable EventLog events) {
    this.settings = settings;
    CheckpointMemory memory = new CheckpointMemory(settings.checkpointMemory());
    guests = new Guests(settings.capacity());
    target = new Target(settings.number(), settings.protocol(), journal::hasTaken, memory, guests);
    this.policy = new TimedPolicy(policy);
    watch = new MigrationWatch(settings.node(), number -> settings.peer(number).node(), events);
    initiator =
        new Initiator(
            settings.number(),
            settings.protocol(),
            settings.variant(),
            this.policy,
            memory,
            new MigrationIds(settings.number()));
    log = new PacketLog(NetfilterRules.GROUP, this::copy);
    Conntrack conntrack = new Conntrack();
    SocketDiag diag = new SocketDiag();
    edges =
        new Edges(
            new PacketQueue(NetfilterRules.QUEUE, QUEUE, this::packet),
            conntrack,
            new ClientBytes(),
            diag,
            injector,
            program == null
                ? new TranslationImposer(
                    settings.families(), injector, conntrack, diag, journal::note, log::drain)
                : new ProgramImposer(injector, conntrack, diag),
            new ServerSegments(settings.families().contains(IpFamily.IPV6)),
            new SanChannel(settings.san(), new SanCodec(settings.lab()), seal),
            new CloseEvents(),
            new SilentSockets(settings.families()),
            journal);
    outbox = new SanOutbox(edges.san(), table);
    timers = new Timers();
    runner =
        new ActionRunner(
            edges,
            outbox,
            table,
            initiator,
            target,
            counters,
            watch,
            timers,
            memory,
            guests,
            this::readQueue);
    Silence silence = new Silence(settings.deadAfterMillis());
    inbox = new SanInbox(edges, outbox, table, initiator, target, runner, counters, watch, silence);
    metrics = new Metrics(settings.node(), table, counters, watch, edges.san(), memory, guests);
    sweeper = new Sweeper(edges, table, initiator, target, runner, silence);
    restWatch = new RestWatch(diag, table, this.policy, initiator, runner, this::settle);
    recovery = new Recovery(edges, table, initiator, target, runner, counters);
  }

  /** Runs until {@link #stop}. */
  public void run() {
    int queue = poller.add(edges.queue().fd());
    int san = poller.add(edges.san().fd());
    int tun = poller.add(edges.injector().fd());
    int mail = poller.add(mailbox.fd());
    int imposer = poller.add(edges.imposer().fd());
    recovery.run(now);
    while (!stopped) {
      poller.poll((int) Math.min(LONGEST_WAIT, Math.max(0, timers.next() - now)));
      now = Clock.now();
      boolean packets = poller.ready(queue);
      if (packets) {
        edges.queue().receive(batchReader);
      }
      if (poller.ready(san)) {
        inbox.receive(now);
      }
      if (poller.ready(tun)) {
        edges.injector().discard();
      }
      if (poller.ready(mail)) {
        mailbox.runAll();
      }
      if (poller.ready(imposer)) {
        edges.imposer().read();
      }
      if (now >= timers.next()) {
        tick();
      }
      edges.san().flushUrgent();
      runner.countShipped();
      edges.queue().flush();
      if (packets) {
        // They are many, and nobody waits for them. One may be of a socket whose addresses have a
        // new connection by now.
        sweeper.readCloseEvents(now);
      }
      if (accepted > 0) {
        verdicts.record(System.nanoTime() - batchRead, accepted);
        accepted = 0;
      }
    }
    outbox.flush();
    watch.flush();
  }

  /** Ends {@link #run} soon; any thread may call it. */
  public void stop() {
    stopped = true;
    mailbox.wake();
  }

  /** Where other threads ask for what only the loop's thread may touch. */
  public Mailbox mailbox() {
    return mailbox;
  }

  /** What the control socket shows; only for the loop's thread. */
  public Status status() {
    log.drain();
    return new Status(settings, table, counters, edges.san(), this::migrate);
  }

  /** Where tests stop the loop; for any thread. */
  Breakpoint breakpoint() {
    return watch.breakpoint();
  }

  /** What rules can ask for connections that are about to leave. */
  SilentSockets silent() {
    return edges.silent();
  }

  /** How sockets are made here. */
  Mechanism mechanism() {
    return edges.imposer().mechanism();
  }

  /** What the control socket shows in numbers; only for the loop's thread. */
  Metrics.Taken metrics() {
    log.drain();
    return metrics.take(verdicts, policy.latency());
  }

  /** A packet of a client waits for its verdict. */
  private void packet(QueuedPacket queued) {
    counters.packets++;
    int id = queued.id();
    ByteBuffer packet = queued.bytes();
    if (!ip.wrap(packet, queued.offset(), queued.captured()) || !tcp.wrap(packet, ip)) {
      counters.malformed++;
      accept(id, queued.mark());
      return;
    }
    Connection connection = table.find(flow.sentByClient(ip, tcp));
    if (tcp.has(TcpView.SYN)) {
      queuedSyn(id, connection, queued.mark());
      return;
    }
    if (connection == null) {
      accept(id, queued.mark());
      return;
    }
    cameThrough(connection, queued.mark());
    Decision decision =
        connection.state() == ConnectionState.IMPORTING
            ? target.packet(connection, tcp, packet)
            : initiator.packet(connection, tcp, packet, now);
    give(queued, connection, decision.verdict());
    runner.atHand(tcp);
    runner.run(connection, decision, now);
  }

  private void accept(int id, int mark) {
    edges.queue().accept(id, mark);
    accepted++;
  }

  private void give(QueuedPacket queued, Connection connection, Verdict verdict) {
    int id = queued.id();
    switch (verdict) {
      case ACCEPT -> accept(id, 0);
      case FORWARD -> accept(id, connection.peer());
      case DROP -> edges.queue().drop(id);
      case HOLD, STORE -> hold(queued, connection, verdict == Verdict.STORE);
    }
  }

  /** One that came while its entry was replaced cannot go on from the queue. */
  private void hold(QueuedPacket queued, Connection connection, boolean stored) {
    boolean copied = (queued.mark() & Mark.NEW) != 0 && !tcp.has(TcpView.URG);
    if (copied) {
      edges.conntrack().set(connection.key(), Mark.QUEUED); // the entry that was marked is gone
      byte[] copy = new byte[queued.captured()];
      queued.bytes().get(queued.offset(), copy);
      connection.held().add(copy, stored);
    }
    if (copied || !connection.held().add(queued.id(), stored)) {
      edges.queue().drop(queued.id());
    }
  }

  /**
   * A SYN that meets a conntrack entry with a mark: an old duplicate, or a new connection with the
   * addresses of one that left.
   */
  private void queuedSyn(int id, @Nullable Connection known, int mark) {
    if (known != null && Initiator.isStaleSyn(known, tcp)) {
      edges.queue().drop(id);
      return;
    }
    Connection connection = table.findOrAdd(flow, now);
    runner.run(connection, initiator.replaced(connection, now), now);
    runner.dropHeld(connection);
    born(connection, mark, now);
    if (edges.imposer().renew(connection.key(), tcp, Mark.frontEnd(mark))) {
      edges.queue().drop(id);
    } else {
      edges.queue().accept(id, 0);
    }
  }

  /** A copy of a packet that went its way. */
  private void copy(
      char prefix, int mark, long realMillis, ByteBuffer packet, int offset, int length) {
    if (!ip.wrapBeginning(packet, offset, length) || !tcp.wrap(packet, ip)) {
      counters.malformed++;
      return;
    }
    if (prefix == NetfilterRules.SYN) {
      long time = Clock.ofReal(realMillis);
      Connection connection = table.findOrAdd(flow.sentByClient(ip, tcp), time);
      // A SYN that was sent again belongs to the handshake that is on.
      boolean here =
          connection.state() == ConnectionState.LOCAL
              || connection.state() == ConnectionState.DRAINING;
      if (connection.handshake().clientIsn() != tcp.sequence() || !here) {
        runner.dropHeld(connection);
        born(connection, mark, time);
      }
      return;
    }
    if (prefix == NetfilterRules.DATA) {
      copyOfData();
      return;
    }
    if (prefix == NetfilterRules.REQUEST) {
      copyOfRequest(mark, packet, offset, length);
      return;
    }
    Connection connection = table.find(flow.sentByServer(ip, tcp));
    if (connection != null) {
      copyOfServer(prefix, connection, packet, offset + length);
    }
  }

  private void copyOfRequest(int mark, ByteBuffer packet, int offset, int length) {
    counters.requests++;
    Connection connection = table.find(flow.sentByClient(ip, tcp));
    if (connection != null && ip.wrap(packet, offset, length)) { // otherwise it is as if missed
      cameThrough(connection, mark);
      runner.run(connection, initiator.gone(connection, tcp, packet, now), now);
    }
  }

  /** Its data are not followed; its clock and its window are. */
  private void copyOfData() {
    Connection connection = table.find(flow.sentByClient(ip, tcp));
    if (connection != null) {
      initiator.heard(connection, tcp, now);
    }
  }

  private void copyOfServer(char prefix, Connection connection, ByteBuffer packet, int end) {
    int sequence = connection.translation().toClient(tcp.sequence());
    switch (prefix) {
      case NetfilterRules.SYN_ACK -> {
        // The SYN-ACK leaves in the moment in which the SYN comes; only the first of several tells
        // the clock.
        if (!connection.handshake().complete()) {
          connection.handshake().synAck(tcp, (int) connection.since());
          connection.responses().start(sequence + 1);
        }
      }
      case NetfilterRules.RESPONSE_HEAD, NetfilterRules.WATCHED ->
          connection
              .responses()
              .observe(
                  sequence,
                  tcp.payloadLength(),
                  packet,
                  tcp.payloadOffset(),
                  end - tcp.payloadOffset(),
                  connection.requests());
      case NetfilterRules.CHUNKS_END ->
          connection
              .responses()
              .mayEndChunks(
                  sequence,
                  tcp.payloadLength(),
                  packet,
                  tcp.payloadOffset(),
                  end - tcp.payloadOffset(),
                  connection.requests());
      default -> throw new IllegalStateException("no rule has prefix " + prefix);
    }
  }

  private void born(Connection connection, int mark, long time) {
    connection.restart(time);
    edges.silent().end(connection);
    guests.note(connection);
    cameThrough(connection, mark);
    connection.handshake().syn(tcp);
    connection.requests().start(tcp.sequence() + 1);
    if (settings.protocol() == Protocol.TCP) {
      connection.requests().makeOpaque();
    }
    connection.responses().start();
  }

  /** A packet that another back-end has forwarded says nothing of the front-end. */
  private static void cameThrough(Connection connection, int mark) {
    if (Mark.frontEnd(mark) != 0) {
      connection.setFrontEnd(Mark.frontEnd(mark));
    }
  }

  private void readQueue() {
    while (edges.queue().receive(batchReader)) {
      // one batch after the other
    }
  }

  /**
   * A batch of packets has come. What precedes a request - the handshake, the end of the last
   * response - stands in the log by then. The time is that of now: an older one would be before the
   * timestamps that the packets echo.
   */
  private void batch() {
    batchRead = System.nanoTime();
    now = Clock.of(batchRead);
    log.drain();
  }

  private void tick() {
    log.drain();
    sweeper.readCloseEvents(now);
    for (Connection due : timers.due(now)) {
      runner.nothingAtHand();
      Decision decision =
          due.state() == ConnectionState.IMPORTING
              ? target.timer(due, now)
              : initiator.timer(due, now);
      runner.run(due, decision, now);
    }
    outbox.flush();
    sweeper.sweep(now);
    restWatch.look(now);
    edges.conntrack().check();
    edges.silent().check();
    watch.flush();
    timers.rest(now, LONGEST_WAIT);
  }

  /** From now on the client's data wait, and those that have gone by before are known. */
  private void settle(Connection connection) {
    if (settings.protocol() == Protocol.HTTP) {
      edges.conntrack().set(connection.key(), Mark.QUEUED);
      log.drain();
    }
  }

  private boolean migrate(Connection connection, int to) {
    settle(connection);
    if (!initiator.mayMigrate(connection, to)) {
      return false;
    }
    runner.nothingAtHand();
    runner.run(connection, initiator.migrate(connection, to), now);
    return connection.state() == ConnectionState.WAIT;
  }

  @Override
  public void close() {
    edges.queue().close();
    edges.imposer().close();
    edges.conntrack().close();
    edges.clientBytes().close();
    edges.diag().close();
    edges.san().close();
    edges.serverSegments().close();
    edges.closeEvents().close();
    edges.silent().close();
    log.close();
    mailbox.close();
  }
}
