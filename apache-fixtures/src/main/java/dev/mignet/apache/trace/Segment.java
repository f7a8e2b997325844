package dev.mignet.apache.trace;

import dev.mignet.apache.capture.Frame;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.TcpView;
import java.util.Locale;
import java.util.Optional;

/**
 * A TCP segment of one connection, wherever it was captured: two with the same members are the same
 * one.
 *
 * @param ofClient whether the client sent it
 * @param ipId the identification of its IP packet, which tells a segment from one sent again; 0
 *     over IPv6, whose packets have none
 * @param flags of {@link TcpView}
 */
record Segment(
    boolean ofClient, int ipId, int sequence, int acknowledgment, int flags, int length) {

  private static final int IP_ID_AT = 4;
  private static final int ETHERNET_HEADER = 14;

  /** The segment in a frame, where it is one of that connection. */
  static Optional<Segment> of(Frame frame, FlowKey flow) {
    IpView ip = frame.ip().orElse(null);
    TcpView tcp = ip == null ? null : frame.tcp(ip).orElse(null);
    if (ip == null || tcp == null) {
      return Optional.empty();
    }
    boolean ofClient = flow.equals(new FlowKey().sentByClient(ip, tcp));
    boolean ofServer = flow.equals(new FlowKey().sentByServer(ip, tcp));
    if (!ofClient && !ofServer) {
      return Optional.empty();
    }
    int id = ip.ipv6() ? 0 : frame.bytes().getShort(ETHERNET_HEADER + IP_ID_AT) & 0xffff;
    return Optional.of(
        new Segment(
            ofClient, id, tcp.sequence(), tcp.acknowledgment(), tcp.flags(), tcp.payloadLength()));
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether it belongs to the handshake, or ends the connection. */
  boolean isSpecial() {
    return has(TcpView.SYN) || has(TcpView.FIN) || has(TcpView.RST);
  }

  /**
   * As the diagram shows it, such as {@code PSH ACK seq 1 ack 1 len 86}.
   *
   * @param base the sequence numbers that count as 0
   */
  String label(Base base) {
    StringBuilder label = new StringBuilder();
    word(label, TcpView.SYN, "SYN");
    word(label, TcpView.FIN, "FIN");
    word(label, TcpView.RST, "RST");
    word(label, TcpView.PSH, "PSH");
    word(label, TcpView.ACK, "ACK");
    int own = ofClient ? base.client() : base.server();
    int other = ofClient ? base.server() : base.client();
    if (length > 0 || isSpecial()) {
      label.append("seq ").append(Integer.toUnsignedString(sequence - own)).append(' ');
    }
    if (has(TcpView.ACK)) {
      label.append("ack ").append(Integer.toUnsignedString(acknowledgment - other)).append(' ');
    }
    if (length > 0) {
      label.append("len ").append(length);
    }
    return label.toString().strip();
  }

  private void word(StringBuilder label, int flag, String name) {
    if (has(flag)) {
      label.append(name).append(' ');
    }
  }

  /** The initial sequence numbers of both sides, as far as they are known. */
  record Base(int client, int server) {

    /** What a message on the SAN says of the connection whose numbers begin there. */
    String label(SanMessage message) {
      if (message instanceof SanMessage.Syn syn) {
        return "Migration SYN: from "
            + Integer.toUnsignedString(syn.start() - client)
            + ", imposed ISN "
            + Integer.toUnsignedString(syn.imposedAck() - 1 - server);
      } else if (message instanceof SanMessage.Ack) {
        return "Migration ACK: there is room";
      } else if (message instanceof SanMessage.Reject reject) {
        return "Reject: " + reject.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      } else if (message instanceof SanMessage.Checkpoint checkpoint) {
        return "Checkpoint: "
            + checkpoint.data().length
            + " bytes from "
            + Integer.toUnsignedString(checkpoint.start() - client)
            + (checkpoint.fin() ? ", FIN" : "");
      } else if (message instanceof SanMessage.Stored) {
        return "Stored";
      } else if (message instanceof SanMessage.Abort) {
        return "Abort";
      } else if (message instanceof SanMessage.Moved moved) {
        return "Moved: on to node " + moved.node();
      } else if (message instanceof SanMessage.Following) {
        return "Following";
      }
      return "Clean-up: closed";
    }
  }
}
