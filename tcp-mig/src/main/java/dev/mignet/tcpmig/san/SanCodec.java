package dev.mignet.tcpmig.san;

import dev.mignet.tcpmig.wire.FlowKey;
import java.nio.ByteBuffer;

/**
 * The messages in datagrams, big endian, one behind the other; behind the last {@link SanSeal}.
 *
 * <pre>
 *   0  u32 magic "MGNT"     4  u8 version   5  u8 type   6  u16 bytes of the type's own fields
 *   8  u32 cluster          12 u64 migration id
 *   20 client address   36 endpoint address   52 u16 client port   54 u16 endpoint port
 *   56 the type's own fields
 * </pre>
 *
 * <p>Addresses are 16 bytes; those of IPv4 are mapped (RFC 4291, section 2.5.5.2). The cluster is a
 * hash of the lab's name: a datagram of another lab is refused.
 */
public final class SanCodec {
  /** UDP takes no more (RFC 768), and the receiver's buffer is as large. */
  public static final int MAX_DATAGRAM = 65_507;

  /** What messages can take of it. */
  public static final int MAX_MESSAGES = MAX_DATAGRAM - SanSeal.LENGTH;

  private static final int FLOW = 20;
  static final int MAGIC = 0x4d474e54;
  static final int VERSION = 5;
  static final int HEADER = FLOW + FlowKey.LENGTH;

  private static final int FLAG_SACK = 1;
  private static final int FLAG_TIMESTAMPS = 2;
  private static final int FLAG_ECN = 4;

  private static final int LENGTH = 6;

  private final int cluster;
  private final boolean anyCluster;

  /** A codec for the lab of that name. */
  public SanCodec(String lab) {
    this(lab.hashCode(), false);
  }

  private SanCodec(int cluster, boolean anyCluster) {
    this.cluster = cluster;
    this.anyCluster = anyCluster;
  }

  /** A codec that reads messages of whatever lab, for who has only a capture. */
  public static SanCodec ofAnyLab() {
    return new SanCodec(0, true);
  }

  /** Writes a message at the buffer's position, which is behind it then. */
  public void write(SanMessage message, ByteBuffer out) {
    int from = out.position();
    out.putInt(MAGIC).put((byte) VERSION).put(MessageType.of(message).code()).putShort((short) 0);
    out.putInt(cluster).putLong(message.id());
    message.flow().write(out, from + FLOW);
    out.position(from + HEADER);
    if (message instanceof SanMessage.Syn syn) {
      writeSyn(syn, out);
    } else if (message instanceof SanMessage.Reject reject) {
      out.put(reject.reason().code());
    } else if (message instanceof SanMessage.Checkpoint checkpoint) {
      out.putInt(checkpoint.start()).putShort((short) checkpoint.acknowledged());
      out.put((byte) (checkpoint.fin() ? 1 : 0)).put((byte) 0).put(checkpoint.data());
    } else if (message instanceof SanMessage.Moved moved) {
      out.putInt(moved.clientIsn()).putShort((short) moved.hops()).putShort((short) moved.node());
    }
    out.putShort(from + LENGTH, (short) (out.position() - from - HEADER));
  }

  /** Reads the message at the buffer's position, which is behind it then. */
  public SanMessage read(ByteBuffer in) throws SanFormatException {
    if (in.remaining() < HEADER) {
      throw new SanFormatException(in.remaining() + " bytes are no message");
    }
    if (in.getInt() != MAGIC) {
      throw new SanFormatException("not a migration message");
    }
    int version = in.get();
    if (version != VERSION) {
      throw new SanFormatException("version " + version + " instead of " + VERSION);
    }
    MessageType type = MessageType.of(in.get());
    int length = in.getShort() & 0xffff;
    if (in.getInt() != cluster && !anyCluster) {
      throw new SanFormatException("a message of another cluster");
    }
    long id = in.getLong();
    FlowKey flow = FlowKey.read(in, in.position());
    in.position(in.position() + FlowKey.LENGTH);
    if (length > in.remaining()) {
      throw new SanFormatException(
          type + " with " + in.remaining() + " of " + length + " bytes of its body");
    }
    int end = in.position() + length;
    SanMessage message = readBody(type, id, flow, in, length);
    in.position(end);
    return message;
  }

  private static SanMessage readBody(
      MessageType type, long id, FlowKey flow, ByteBuffer in, int rest) throws SanFormatException {
    switch (type) {
      case SYN:
        expect(rest == 36, type, rest);
        return readSyn(id, flow, in);
      case ACK:
        expect(rest == 0, type, rest);
        return new SanMessage.Ack(id, flow);
      case REJECT:
        expect(rest == 1, type, rest);
        return new SanMessage.Reject(id, flow, RejectReason.of(in.get()));
      case CHECKPOINT:
        expect(rest >= 8, type, rest);
        int start = in.getInt();
        int acknowledged = in.getShort() & 0xffff;
        boolean fin = in.getShort() != 0;
        byte[] data = new byte[rest - 8];
        expect(acknowledged <= data.length, type, rest);
        in.get(data);
        return new SanMessage.Checkpoint(id, flow, start, acknowledged, fin, data);
      case STORED:
        expect(rest == 0, type, rest);
        return new SanMessage.Stored(id, flow);
      case ABORT:
        expect(rest == 0, type, rest);
        return new SanMessage.Abort(id, flow);
      case CLEAN_UP:
        expect(rest == 0, type, rest);
        return new SanMessage.CleanUp(id, flow);
      case QUERY:
        expect(rest == 0, type, rest);
        return new SanMessage.Query(id, flow);
      case MOVED:
        expect(rest == 8, type, rest);
        int clientIsn = in.getInt();
        int hops = in.getShort() & 0xffff;
        int node = in.getShort();
        expect(isNode(node), type, rest);
        return new SanMessage.Moved(id, flow, clientIsn, hops, node);
      case FOLLOWING:
        expect(rest == 0, type, rest);
        return new SanMessage.Following(id, flow);
    }
    throw new AssertionError(type);
  }

  private static void writeSyn(SanMessage.Syn syn, ByteBuffer out) {
    out.putInt(syn.clientIsn()).putInt(syn.start()).putInt(syn.imposedAck());
    out.putInt(syn.clock()).putInt(syn.clientTsVal()).putInt(syn.roundTripMillis());
    out.putShort((short) syn.window()).putShort((short) syn.mss());
    out.put((byte) syn.clientWindowScale()).put((byte) syn.serverWindowScale());
    int flags =
        (syn.sack() ? FLAG_SACK : 0)
            | (syn.timestamps() ? FLAG_TIMESTAMPS : 0)
            | (syn.ecn() ? FLAG_ECN : 0);
    out.put((byte) flags).put((byte) syn.frontEnd());
    out.putShort((short) syn.hops()).putShort((short) syn.home());
  }

  private static SanMessage.Syn readSyn(long id, FlowKey flow, ByteBuffer in)
      throws SanFormatException {
    int clientIsn = in.getInt();
    int start = in.getInt();
    int imposedAck = in.getInt();
    int clock = in.getInt();
    int clientTsVal = in.getInt();
    int roundTrip = in.getInt();
    int window = in.getShort() & 0xffff;
    int mss = in.getShort() & 0xffff;
    int clientScale = in.get();
    int serverScale = in.get();
    int flags = in.get();
    int frontEnd = in.get();
    int hops = in.getShort() & 0xffff;
    int home = in.getShort();
    if (clientScale < -1
        || clientScale > 14
        || serverScale < -1
        || serverScale > 14
        || roundTrip < 0
        || !isNode(home)
        || frontEnd < 0
        || frontEnd > 15) {
      throw new SanFormatException("a migration SYN with impossible parameters");
    }
    return new SanMessage.Syn(
        id,
        flow,
        clientIsn,
        start,
        imposedAck,
        window,
        clock,
        clientTsVal,
        home,
        hops,
        frontEnd,
        mss,
        clientScale,
        serverScale,
        (flags & FLAG_SACK) != 0,
        (flags & FLAG_TIMESTAMPS) != 0,
        (flags & FLAG_ECN) != 0,
        roundTrip);
  }

  /** Nodes are numbered so that a mark has room for them. */
  private static boolean isNode(int number) {
    return number >= 1 && number <= 15;
  }

  private static void expect(boolean right, MessageType type, int rest) throws SanFormatException {
    if (!right) {
      throw new SanFormatException("malformed " + type + " with a body of " + rest + " bytes");
    }
  }
}
