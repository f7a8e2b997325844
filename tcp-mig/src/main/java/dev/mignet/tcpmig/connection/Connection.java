package dev.mignet.tcpmig.connection;

import dev.mignet.tcpmig.http.RequestStream;
import dev.mignet.tcpmig.http.ResponseStream;
import dev.mignet.tcpmig.policy.Placement;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * One connection as a node knows it. Plain data: the state machines change it, the packet loop
 * carries out what they decide.
 *
 * <p>Times are milliseconds of CLOCK_MONOTONIC.
 */
public final class Connection {
  /** A deadline that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The place in the journal of a connection that has none. */
  public static final int NO_NOTE = -1;

  private final FlowKey key;
  private final Handshake handshake = new Handshake();
  private final RequestStream requests = new RequestStream();
  private final ResponseStream responses = new ResponseStream();
  private final Checkpoint checkpoint = new Checkpoint();
  private final HeldPackets held = new HeldPackets();
  private final DrainProgress drain = new DrainProgress();

  private ConnectionState state = ConnectionState.LOCAL;
  private ConnectionState stateBefore = ConnectionState.LOCAL;
  private int peer;
  private int countedCheckpoint;
  private boolean countedGuest;
  private long restingFrom;
  private Placement placement = Placement.STAY;
  private int targetsTried;
  private int peerBefore;
  private SanMessage.@Nullable Syn migrationBefore;
  private boolean closedBefore;
  private long deadlineBefore = NEVER;
  private int triesBefore;
  private SanMessage.@Nullable Syn migration;
  private RejectReason rejectReason = RejectReason.NO_ROOM;
  private int importedFrom;
  private int home;
  private int hops;
  private int frontEnd;
  private long importedBy;
  private long importedBefore;
  private int receiveNext;
  private int clientTsVal;
  private int clientTsEcr;
  private int clientWindow;
  private int tries;
  private long deadline = NEVER;
  private long since;
  private long lookedAt;
  private long offered;
  private int migrations;
  private long clientBytesBefore;
  private boolean closed;
  private int note = NO_NOTE;
  private long asked;
  private int births;
  private boolean watched;
  private boolean silent;
  private Translation translation = Translation.NONE;

  /** A connection that is served here, born now. */
  public Connection(FlowKey key, long now) {
    this.key = key;
    this.since = now;
    this.lookedAt = now;
    this.restingFrom = now;
  }

  /** Makes the connection a new one with the same addresses. */
  public void restart(long now) {
    births++;
    state = ConnectionState.LOCAL;
    peer = 0;
    migration = null;
    importedFrom = 0;
    setPlace(0, 0);
    frontEnd = 0;
    placement = Placement.STAY;
    importedBy = 0;
    importedBefore = 0;
    deadline = NEVER;
    since = now;
    lookedAt = now;
    restingFrom = now;
    migrations = 0;
    closed = false;
    watched = false;
    clientSaid(0, 0, 0);
    translation = Translation.NONE;
    drain.end();
    held.clear();
  }

  public FlowKey key() {
    return key;
  }

  public Handshake handshake() {
    return handshake;
  }

  public RequestStream requests() {
    return requests;
  }

  public ResponseStream responses() {
    return responses;
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  public HeldPackets held() {
    return held;
  }

  public DrainProgress drain() {
    return drain;
  }

  /** Whether these addresses had another connection before, that this node knew of. */
  public boolean reborn() {
    return births > 1;
  }

  /** Whether all that its server sends is observed. */
  public boolean watched() {
    return watched;
  }

  public void setWatched(boolean all) {
    watched = all;
  }

  /** Whether its socket here is noted as silent. */
  public boolean silent() {
    return silent;
  }

  public void setSilent(boolean noted) {
    silent = noted;
  }

  public ConnectionState state() {
    return state;
  }

  /** Moves to a state; the packet loop does so with each decision. */
  public void enter(ConnectionState next) {
    state = next;
  }

  /** The other node of the migration in progress, or the one that is forwarded to; 0 for none. */
  public int peer() {
    return peer;
  }

  public void setPeer(int number) {
    peer = number;
  }

  /** What {@link CheckpointMemory} has counted of its checkpoint, bytes. */
  int countedCheckpoint() {
    return countedCheckpoint;
  }

  void setCountedCheckpoint(int bytes) {
    countedCheckpoint = bytes;
  }

  /** Whether {@link Guests} has counted it. */
  boolean countedGuest() {
    return countedGuest;
  }

  void setCountedGuest(boolean counted) {
    countedGuest = counted;
  }

  /** Since when it may have rested: no data are known to have gone either way later. */
  public long restingFrom() {
    return restingFrom;
  }

  public void setRestingFrom(long time) {
    restingFrom = time;
  }

  /** Where its last request shall be served, and what is done if that cannot be. */
  public Placement placement() {
    return placement;
  }

  /** Sets that; the first node of it is the peer. */
  public void setPlacement(Placement newPlacement) {
    placement = newPlacement;
    peer = newPlacement.first();
    targetsTried = 1;
  }

  /** Whether there is a node that has not been asked yet. */
  public boolean hasNextTarget() {
    return targetsTried < placement.targets().size();
  }

  /** That node, which counts as asked now. */
  public int nextTarget() {
    return placement.targets().get(targetsTried++);
  }

  /**
   * Remembers where the connection stood, for the case that an import fails. What is imported is
   * open, whatever became of an earlier connection with these addresses.
   */
  public void rememberPlace() {
    stateBefore = state;
    peerBefore = peer;
    migrationBefore = migration;
    closedBefore = closed;
    deadlineBefore = deadline;
    triesBefore = tries;
    closed = false;
    await(NEVER, 0);
  }

  /** The state before an import began. */
  public ConnectionState stateBefore() {
    return stateBefore;
  }

  /** The peer before an import began. */
  public int peerBefore() {
    return peerBefore;
  }

  /** The migration SYN that was sent or received last before an import began. */
  public SanMessage.@Nullable Syn migrationBefore() {
    return migrationBefore;
  }

  /** Whether the server that it was forwarded to had closed it before an import began. */
  public boolean closedBefore() {
    return closedBefore;
  }

  /**
   * Goes back to the peer, the migration to it and the deadline, if there was one, from before an
   * import began.
   */
  public void restorePlace() {
    peer = peerBefore;
    migration = migrationBefore;
    closed = closedBefore;
    await(deadlineBefore, triesBefore);
  }

  /** The migration SYN that was sent or received last; null before the first. */
  public SanMessage.@Nullable Syn migration() {
    return migration;
  }

  /** The same, of a connection that has had one. */
  public SanMessage.Syn lastMigration() {
    if (migration == null) {
      throw new IllegalStateException("no migration of " + key);
    }
    return migration;
  }

  public void setMigration(SanMessage.Syn syn) {
    migration = syn;
  }

  /** The migration in progress is over, and whatever is still said of it comes late. */
  public void forgetMigration() {
    migration = null;
  }

  /** Whether that is the id of the migration in progress. */
  public boolean isMigration(long id) {
    return migration != null && migration.id() == id;
  }

  public RejectReason rejectReason() {
    return rejectReason;
  }

  public void setRejectReason(RejectReason reason) {
    rejectReason = reason;
  }

  /** The node that the connection came from last; 0 if it was made here. */
  public int importedFrom() {
    return importedFrom;
  }

  /** The node that the client's packets come to first; 0 for this one. */
  public int home() {
    return home;
  }

  /** How often it has migrated, as far as this node knows; modulo 2^16. */
  public int hops() {
    return hops;
  }

  public void setPlace(int newHome, int newHops) {
    home = newHome;
    hops = newHops;
  }

  /**
   * The front-end through which the client's packets come, 0 where that does not matter (the paper,
   * section 4).
   */
  public int frontEnd() {
    return frontEnd;
  }

  public void setFrontEnd(int number) {
    frontEnd = number;
  }

  /** The id of the migration that brought it. */
  public long importedBy() {
    return importedBy;
  }

  /** Whether that migration, or the last one before, brought it: their messages may come late. */
  public boolean wasImportedBy(long id) {
    return id != 0 && (importedBy == id || importedBefore == id);
  }

  public void setImported(int from, long id) {
    importedBefore = importedBy;
    importedFrom = from;
    importedBy = id;
  }

  /**
   * The next sequence number that the local socket expects of the client: what a simulated RST must
   * carry.
   */
  public int receiveNext() {
    return receiveNext;
  }

  public void setReceiveNext(int sequence) {
    receiveNext = sequence;
  }

  /** The client's newest timestamp that was seen here. */
  public int clientTsVal() {
    return clientTsVal;
  }

  /** The client's newest window that was seen here, as it stands in the header. */
  public int clientWindow() {
    return clientWindow;
  }

  /** The server's newest timestamp that the client has echoed here. */
  public int clientTsEcr() {
    return clientTsEcr;
  }

  public void clientSaid(int tsVal, int tsEcr, int window) {
    clientTsVal = tsVal;
    clientTsEcr = tsEcr;
    clientWindow = window;
  }

  /** How often the message that is waited for has been asked for. */
  public int tries() {
    return tries;
  }

  public long deadline() {
    return deadline;
  }

  /** Sets when the timer shall ring, and counts the try. */
  public void await(long newDeadline, int newTries) {
    deadline = newDeadline;
    tries = newTries;
  }

  /** When it was made or came here. */
  public long since() {
    return since;
  }

  public void setSince(long now) {
    since = now;
  }

  /** When its socket was last looked for; a new connection needs no look. */
  public long lookedAt() {
    return lookedAt;
  }

  public void setLookedAt(long now) {
    lookedAt = now;
  }

  /** When the migration SYN came that this node has answered last. */
  public long offered() {
    return offered;
  }

  public void setOffered(long now) {
    offered = now;
  }

  /** How often this node has sent it away or taken it in. */
  public int migrations() {
    return migrations;
  }

  public void countMigration() {
    migrations++;
  }

  /**
   * What the kernel had counted of the client's bytes when the connection was last sent away;
   * negative where it did not count.
   */
  public long clientBytesBefore() {
    return clientBytesBefore;
  }

  public void setClientBytesBefore(long bytes) {
    clientBytesBefore = bytes;
  }

  /** Whether the server that it was forwarded to has closed it. */
  public boolean closed() {
    return closed;
  }

  public void setClosed() {
    closed = true;
  }

  /** How the numbers of its local socket differ from the client's; of none where there is none. */
  public Translation translation() {
    return translation;
  }

  public void setTranslation(Translation newTranslation) {
    translation = newTranslation;
  }

  /** When the target was asked for it, last; at first, when it came here. */
  public long asked() {
    return Math.max(asked, since);
  }

  public void setAsked(long now) {
    asked = now;
  }

  /** Its place in the journal; {@link #NO_NOTE} for none. */
  public int note() {
    return note;
  }

  public void setNote(int place) {
    note = place;
  }
}
