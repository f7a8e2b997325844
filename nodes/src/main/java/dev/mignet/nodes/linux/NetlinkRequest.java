package dev.mignet.nodes.linux;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * A complete netlink message and what it asks for in words (for errors). The socket fills in the
 * sequence number. Immutable.
 */
public final class NetlinkRequest {
  // linux/netlink.h
  public static final int NLM_F_REQUEST = 1;
  public static final int NLM_F_ACK = 4;
  public static final int NLM_F_DUMP = 0x300;
  public static final int NLM_F_REPLACE = 0x100;
  public static final int NLM_F_EXCL = 0x200;
  public static final int NLM_F_CREATE = 0x400;
  public static final int NLM_F_APPEND = 0x800;

  private static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  private static final int NFNL_MSG_BATCH_END = 0x11;

  private static final int FLAGS = 6;
  private static final int SEQUENCE = 8;
  private static final int BRACKET = NetlinkMessage.HEADER_SIZE + 4;

  /** Of nearly all requests. */
  private static final int USUAL = 1024;

  private static final int LIMIT = 32 * 1024;

  private final String operation;
  private final byte[] message;

  private NetlinkRequest(String operation, byte[] message) {
    this.operation = operation;
    this.message = message;
  }

  /**
   * Builds a request; NLM_F_REQUEST is added, and NLM_F_ACK unless it is a dump.
   *
   * @param operation in words, such as {@code add link veth0}
   * @param type nlmsg_type
   * @param flags further NLM_F_* flags
   * @param body writes the family's header and the attributes, at most 32 KiB; where that is much,
   *     it is asked twice
   */
  public static NetlinkRequest of(
      String operation, int type, int flags, Consumer<NetlinkMessage> body) {
    try {
      return of(operation, type, flags, body, USUAL);
    } catch (BufferOverflowException e) {
      return of(operation, type, flags, body, LIMIT);
    }
  }

  private static NetlinkRequest of(
      String operation, int type, int flags, Consumer<NetlinkMessage> body, int size) {
    ByteBuffer scratch = ByteBuffer.allocate(size);
    int acknowledged = isDump(flags) ? 0 : NLM_F_ACK;
    NetlinkMessage message =
        new NetlinkMessage(scratch).begin(type, flags | NLM_F_REQUEST | acknowledged);
    body.accept(message);
    return new NetlinkRequest(operation, Arrays.copyOf(scratch.array(), message.end()));
  }

  /**
   * Joins requests to one that the kernel does wholly or not at all: a batch of nfnetlink
   * (linux/netfilter/nfnetlink.h). It is acknowledged once.
   *
   * @param subsystem NFNL_SUBSYS_*
   * @param parts at least one
   */
  public static NetlinkRequest batch(String operation, int subsystem, List<NetlinkRequest> parts) {
    ByteBuffer all =
        ByteBuffer.allocate(2 * BRACKET + parts.stream().mapToInt(r -> r.length()).sum());
    bracket(all, NFNL_MSG_BATCH_BEGIN, subsystem);
    for (NetlinkRequest part : parts) {
      int at = all.position();
      all.put(part.message);
      if (part != parts.get(parts.size() - 1)) {
        all.putShort(at + FLAGS, (short) (all.getShort(at + FLAGS) & ~NLM_F_ACK));
      }
    }
    bracket(all, NFNL_MSG_BATCH_END, subsystem);
    return new NetlinkRequest(operation, all.array());
  }

  private static void bracket(ByteBuffer all, int type, int subsystem) {
    new NetlinkMessage(all).begin(type, NLM_F_REQUEST).u8(0).u8(0).be16(subsystem).end();
  }

  /** What is asked for, in words. */
  public String operation() {
    return operation;
  }

  /** Bytes of the message. */
  public int length() {
    return message.length;
  }

  /** Appends the message, or all of a batch, to {@code buffer} with this sequence number. */
  void writeTo(ByteBuffer buffer, int sequence) {
    int start = buffer.position();
    buffer.put(message);
    for (int at = start; at < buffer.position(); at += buffer.getInt(at) + 3 & ~3) {
      buffer.putInt(at + SEQUENCE, sequence);
    }
  }

  /** The whole message in hexadecimal, as a test or a log shows it. */
  public String hex() {
    return HexFormat.of().formatHex(message);
  }

  private static boolean isDump(int flags) {
    return (flags & NLM_F_DUMP) == NLM_F_DUMP;
  }

  @Override
  public String toString() {
    return operation;
  }
}
