package dev.mignet.apache.migration;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A captured TCP segment of a connection to the endpoint, as tshark reads it.
 *
 * @param micros when it was captured, microseconds since the capture began
 * @param clientPort names the connection
 * @param fromServer its direction
 * @param ip what the IP header tells but for addresses, lengths and the identification: time to
 *     live, type of service, the flag against fragments; over IPv6 hop limit, class and flow label
 * @param flags as in the TCP header (RFC 9293, section 3.1)
 * @param sequence the number itself, not relative
 * @param acknowledgment the number itself, not relative
 * @param length of its data in bytes
 * @param window as in the header, not scaled
 * @param timestamp TSval of RFC 7323; null without the option
 * @param options the kinds of the options in their order, such as {@code 2,4,8,1,3}
 * @param values of the options that only a SYN has: MSS and window scale
 * @param windowScale shift count of a SYN; null without the option
 * @param remarks what tshark thinks of it, such as {@code retransmission}
 */
record Segment(
    long micros,
    int clientPort,
    boolean fromServer,
    String ip,
    int flags,
    int sequence,
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
  static final int URG = 0x20;
  static final int ECE = 0x40;
  static final int CWR = 0x80;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The sequence number behind its last byte; SYN and FIN take one each. */
  int end() {
    return sequence + length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
  }

  /** Whether it says nothing but what has been received. */
  boolean isBareAck() {
    return length == 0 && has(ACK) && !has(SYN | FIN | RST);
  }

  /**
   * What must not tell a migrated connection from another one. Whether a segment says PSH, and
   * whether a FIN comes with data, depends on when an application writes.
   */
  String shape() {
    StringBuilder shape = new StringBuilder(fromServer ? "server's " : "client's ");
    shape.append(
        has(SYN) ? "SYN" : has(RST) ? "RST" : has(FIN) ? "FIN" : isBareAck() ? "ACK" : "data");
    shape.append(has(URG) ? " URG" : "").append(has(ECE) ? " ECE" : "");
    shape.append(has(CWR) ? " CWR" : "").append(": ").append(ip);
    return shape.append(", options ").append(options).append(values).toString();
  }
}
