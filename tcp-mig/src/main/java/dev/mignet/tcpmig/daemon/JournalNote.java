package dev.mignet.tcpmig.daemon;

import dev.mignet.tcpmig.connection.Connection;
import dev.mignet.tcpmig.connection.ConnectionState;
import dev.mignet.tcpmig.connection.Translation;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection in the {@link Journal}, big endian.
 *
 * <pre>
 *   0  u8 state, 1 local, 2 checking, 3 wait, 4 shipping, 5 forward, 6 importing, 7 draining, 8 relay;
 *      0: free
 *   1  u8 peer          2  u8 node that it came from   3  u8 1: closed, 2: was closed before
 *   4  u8 state before  5  u8 peer before              6  u16 migrations
 *   8  client address, 24 endpoint address: 16 bytes, those of IPv4 mapped
 *   40 u16 client port   42 u16 endpoint port
 *   44 u64 id of the migration that brought it         52 u64 id of the migration before
 *   60 u64 CLOCK_MONOTONIC, ms, when the migration SYN came
 *   68 u32 next sequence number that the local socket expects
 *   72 the migration SYN: u64 id, u32 client ISN, start, imposed ACK, clock, client's timestamp,
 *      round trip, u16 window, mss, u8 scales of client and server, u8 flags (1 SACK,
 *      2 timestamps, 4 ECN), u8 home, u16 hops
 *   114 u8 home         115 u8 the migration SYN's front-end   116 u16 hops
 *   120 the translation of its socket: u32 sequence, u32 clock
 * </pre>
 */
final class JournalNote {
  static final int SIZE = 128;

  private static final int PEER = 1;
  private static final int FROM = 2;
  private static final int FLAGS = 3;
  private static final int STATE_BEFORE = 4;
  private static final int PEER_BEFORE = 5;
  private static final int MIGRATIONS = 6;
  private static final int KEY = 8;
  private static final int IMPORTED_BY = 44;
  private static final int ID_BEFORE = 52;
  private static final int OFFERED = 60;
  private static final int RECEIVE_NEXT = 68;
  private static final int SYN = 72;
  private static final int HOME = 114;
  private static final int FRONT_END = 115;
  private static final int HOPS = 116;
  private static final int TRANSLATION = 120;

  private static final int CLOSED = 1;
  private static final int CLOSED_BEFORE = 2;
  private static final int SACK = 1;
  private static final int TIMESTAMPS = 2;
  private static final int ECN = 4;

  private JournalNote() {}

  /**
   * Whether nothing that could be read stands there: no note, or one that was damaged, which is
   * worth no more.
   */
  static boolean isFree(ByteBuffer file, int at) {
    ConnectionState state = state(file.get(at));
    if (state == null) {
      return true;
    }
    boolean moving = state != ConnectionState.LOCAL && state != ConnectionState.DRAINING;
    boolean right =
        isNode(file.get(at + PEER), moving && state != ConnectionState.CHECKING)
            && isNode(file.get(at + FROM), false)
            && isNode(file.get(at + HOME), state == ConnectionState.RELAY)
            && isScale(file.get(at + SYN + 36))
            && isScale(file.get(at + SYN + 37))
            && isNode(file.get(at + SYN + 39), false)
            && isNode(file.get(at + FRONT_END), false);
    if (right && state == ConnectionState.IMPORTING) {
      ConnectionState before = state(file.get(at + STATE_BEFORE));
      boolean forwarded = before == ConnectionState.FORWARD || before == ConnectionState.RELAY;
      right =
          isNode(file.get(at + PEER_BEFORE), forwarded)
              && (before == ConnectionState.LOCAL || forwarded)
              && isNode(file.get(at + HOME), before == ConnectionState.RELAY);
    }
    return !right;
  }

  /** Whether that is the number of a node, or 0 for none where there may be none. */
  private static boolean isNode(int number, boolean required) {
    return number >= (required ? 1 : 0) && number <= 15;
  }

  private static boolean isScale(int shift) {
    return shift >= -1 && shift <= 14;
  }

  static void free(ByteBuffer file, int at) {
    file.put(at, (byte) 0);
  }

  /** Whether the connection has changed since it was written there. */
  static boolean isOutdated(ByteBuffer file, int at, Connection connection) {
    return file.get(at) != code(connection.state())
        || file.get(at + PEER) != connection.peer()
        || file.get(at + FROM) != connection.importedFrom()
        || file.get(at + FLAGS) != flags(connection)
        || file.getLong(at + IMPORTED_BY) != connection.importedBy()
        || file.getLong(at + SYN) != id(connection.migration())
        || file.getInt(at + TRANSLATION) != connection.translation().sequence()
        || file.getInt(at + TRANSLATION + 4) != connection.translation().clock();
  }

  /** A daemon that is killed meanwhile leaves a free place. */
  static void write(ByteBuffer file, int at, Connection connection) {
    free(file, at);
    VarHandle.releaseFence();
    connection.key().write(file, at + KEY);
    file.put(at + PEER, (byte) connection.peer())
        .put(at + FROM, (byte) connection.importedFrom())
        .put(at + FLAGS, flags(connection))
        .put(at + STATE_BEFORE, code(connection.stateBefore()))
        .put(at + PEER_BEFORE, (byte) connection.peerBefore())
        .put(at + HOME, (byte) connection.home())
        .putShort(at + HOPS, (short) connection.hops())
        .putShort(at + MIGRATIONS, (short) connection.migrations())
        .putLong(at + IMPORTED_BY, connection.importedBy())
        .putLong(at + ID_BEFORE, id(connection.migrationBefore()))
        .putLong(at + OFFERED, connection.offered())
        .putInt(at + RECEIVE_NEXT, connection.receiveNext())
        .putInt(at + TRANSLATION, connection.translation().sequence())
        .putInt(at + TRANSLATION + 4, connection.translation().clock());
    SanMessage.Syn syn = connection.migration();
    if (syn == null) {
      file.putLong(at + SYN, 0);
    } else {
      file.put(at + FRONT_END, (byte) syn.frontEnd());
      write(file, at + SYN, syn);
    }
    VarHandle.releaseFence();
    file.put(at, code(connection.state()));
  }

  private static void write(ByteBuffer file, int at, SanMessage.Syn syn) {
    file.putLong(at, syn.id())
        .putInt(at + 8, syn.clientIsn())
        .putInt(at + 12, syn.start())
        .putInt(at + 16, syn.imposedAck())
        .putInt(at + 20, syn.clock())
        .putInt(at + 24, syn.clientTsVal())
        .putInt(at + 28, syn.roundTripMillis())
        .putShort(at + 32, (short) syn.window())
        .putShort(at + 34, (short) syn.mss())
        .put(at + 36, (byte) syn.clientWindowScale())
        .put(at + 37, (byte) syn.serverWindowScale())
        .put(
            at + 38,
            (byte)
                ((syn.sack() ? SACK : 0)
                    | (syn.timestamps() ? TIMESTAMPS : 0)
                    | (syn.ecn() ? ECN : 0)))
        .put(at + 39, (byte) syn.home())
        .putShort(at + 40, (short) syn.hops());
  }

  /**
   * The connection that was written into the buffer, which is not {@link #isFree}; what it carried
   * is unknown.
   */
  static Connection read(ByteBuffer note) {
    FlowKey key = FlowKey.read(note, KEY);
    long offered = note.getLong(OFFERED);
    Connection connection = new Connection(key, offered);
    connection.requests().makeOpaque();
    SanMessage.Syn syn = readSyn(note, key);
    ConnectionState state = knownState(note.get(0));
    if (state == ConnectionState.IMPORTING) {
      connection.enter(knownState(note.get(STATE_BEFORE)));
      connection.setPeer(note.get(PEER_BEFORE));
      connection.setMigration(only(note.getLong(ID_BEFORE), syn));
      if ((note.get(FLAGS) & CLOSED_BEFORE) != 0) {
        connection.setClosed();
      }
      connection.rememberPlace();
    }
    connection.enter(state);
    connection.setPeer(note.get(PEER));
    if (syn.id() == 0 && state == ConnectionState.IMPORTING) {
      connection.forgetMigration();
    } else {
      connection.setMigration(syn);
    }
    connection.setImported(note.get(FROM), note.getLong(IMPORTED_BY));
    connection.setPlace(note.get(HOME), note.getShort(HOPS) & 0xffff);
    connection.setFrontEnd(syn.frontEnd());
    connection.setOffered(offered);
    connection.setReceiveNext(note.getInt(RECEIVE_NEXT));
    connection.setTranslation(
        new Translation(note.getInt(TRANSLATION), note.getInt(TRANSLATION + 4)));
    for (int i = note.getShort(MIGRATIONS) & 0xffff; i > 0; i--) {
      connection.countMigration();
    }
    if ((note.get(FLAGS) & CLOSED) != 0) {
      connection.setClosed();
    }
    return connection;
  }

  private static SanMessage.Syn readSyn(ByteBuffer note, FlowKey key) {
    int flags = note.get(SYN + 38);
    return new SanMessage.Syn(
        note.getLong(SYN),
        key,
        note.getInt(SYN + 8),
        note.getInt(SYN + 12),
        note.getInt(SYN + 16),
        note.getShort(SYN + 32) & 0xffff,
        note.getInt(SYN + 20),
        note.getInt(SYN + 24),
        note.get(SYN + 39),
        note.getShort(SYN + 40) & 0xffff,
        note.get(FRONT_END),
        note.getShort(SYN + 34) & 0xffff,
        note.get(SYN + 36),
        note.get(SYN + 37),
        (flags & SACK) != 0,
        (flags & TIMESTAMPS) != 0,
        (flags & ECN) != 0,
        note.getInt(SYN + 28));
  }

  /** A migration of which nothing but the id is needed any more. */
  private static SanMessage.Syn only(long id, SanMessage.Syn like) {
    return like.as(id, like.hops());
  }

  private static byte code(ConnectionState state) {
    return switch (state) {
      case LOCAL -> 1;
      case CHECKING -> 2;
      case WAIT -> 3;
      case SHIPPING -> 4;
      case FORWARD -> 5;
      case IMPORTING -> 6;
      case DRAINING -> 7;
      case RELAY -> 8;
    };
  }

  private static ConnectionState knownState(byte code) {
    ConnectionState state = state(code);
    if (state == null) {
      throw new IllegalArgumentException("no state has code " + code);
    }
    return state;
  }

  private static @Nullable ConnectionState state(byte code) {
    return switch (code) {
      case 1 -> ConnectionState.LOCAL;
      case 2 -> ConnectionState.CHECKING;
      case 3 -> ConnectionState.WAIT;
      case 4 -> ConnectionState.SHIPPING;
      case 5 -> ConnectionState.FORWARD;
      case 6 -> ConnectionState.IMPORTING;
      case 7 -> ConnectionState.DRAINING;
      case 8 -> ConnectionState.RELAY;
      default -> null;
    };
  }

  private static byte flags(Connection connection) {
    return (byte)
        ((connection.closed() ? CLOSED : 0) | (connection.closedBefore() ? CLOSED_BEFORE : 0));
  }

  private static long id(SanMessage.@Nullable Syn syn) {
    return syn == null ? 0 : syn.id();
  }
}
