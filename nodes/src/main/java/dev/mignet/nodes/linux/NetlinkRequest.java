package dev.mignet.nodes.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
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
   * @param body writes the family's header and the attributes, at most 32 KiB
   */
  public static NetlinkRequest of(
      String operation, int type, int flags, Consumer<NetlinkMessage> body) {
    ByteBuffer scratch = ByteBuffer.allocate(LIMIT);
    int acknowledged = isDump(flags) ? 0 : NLM_F_ACK;
    NetlinkMessage message =
        new NetlinkMessage(scratch).begin(type, flags | NLM_F_REQUEST | acknowledged);
    body.accept(message);
    return new NetlinkRequest(operation, Arrays.copyOf(scratch.array(), message.end()));
  }

  /** What is asked for, in words. */
  public String operation() {
    return operation;
  }

  /** Bytes of the message. */
  public int length() {
    return message.length;
  }

  /** Appends the message to {@code buffer} with this sequence number. */
  void writeTo(ByteBuffer buffer, int sequence) {
    int at = buffer.position();
    buffer.put(message).putInt(at + 8, sequence);
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
