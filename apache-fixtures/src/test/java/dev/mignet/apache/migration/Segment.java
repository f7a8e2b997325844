package dev.mignet.apache.migration;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A captured TCP segment of a connection to the endpoint, as tshark reads it.
 *
 * @param clientPort names the connection
 * @param fromServer its direction
 * @param ttl of the IP header
 * @param flags as in the TCP header (RFC 9293, section 3.1)
 * @param acknowledgment the number itself, not relative
 * @param window as in the header, not scaled
 * @param timestamp TSval of RFC 7323; null without the option
 * @param options the kinds of the options in their order, such as {@code 2,4,8,1,3}
 * @param values of the options that only a SYN has: MSS and window scale
 * @param windowScale shift count of a SYN; null without the option
 * @param remarks what tshark thinks of it, such as {@code retransmission}
 */
record Segment(
    int clientPort,
    boolean fromServer,
    int ttl,
    int flags,
    int acknowledgment,
    int length,
    int window,
    @Nullable Integer timestamp,
    String options,
    String values,
    @Nullable Integer windowScale,
    Set<String> remarks) {

  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int ACK = 0x10;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** What must not tell a migrated connection from another one. */
  String shape() {
    String kind = has(SYN) ? "SYN" : has(RST) ? "RST" : "segment";
    return (fromServer ? "server's " : "client's ")
        + kind
        + ": TTL "
        + ttl
        + ", options "
        + options
        + values;
  }
}
