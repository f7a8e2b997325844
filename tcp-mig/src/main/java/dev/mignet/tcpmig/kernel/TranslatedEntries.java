package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkAttributes;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.netfilter.Synproxy;
import dev.mignet.tcpmig.connection.Translation;
import dev.mignet.tcpmig.wire.FlowKey;
import java.net.InetAddress;

/**
 * Conntrack entries that translate (linux/netfilter/nfnetlink_conntrack.h): what NAT helpers have
 * for sequence numbers (CTA_SEQ_ADJ) and SYNPROXY for timestamps (CTA_SYNPROXY). Only entries that
 * were made through ctnetlink have room for both, so that one of a packet's making is replaced.
 *
 * <p>The kernel translates at the very end of LOCAL_IN and POST_ROUTING: what PREROUTING sees of
 * the client, and the wire of the server, are in the client's space, what OUTPUT sees in the
 * socket's. What is forwarded is translated as well, so that an entry whose connection has left
 * must not translate any more.
 */
public final class TranslatedEntries implements AutoCloseable {
  private static final int CT_NEW = 0x100;
  private static final int CT_DELETE = 0x102;
  private static final int NESTED = NetlinkMessage.NESTED;

  // enum ctattr_type and what is in it
  private static final int SEQUENCE_ORIGINAL = 15;
  private static final int SEQUENCE_REPLY = 16;
  private static final int SYNPROXY = 24;
  private static final int SEQUENCE_POSITION = 1;
  private static final int SEQUENCE_BEFORE = 2;
  private static final int SEQUENCE_AFTER = 3;
  private static final int SYNPROXY_ISN = 1;
  private static final int SYNPROXY_INITIAL_TIMESTAMP = 2;
  private static final int SYNPROXY_OFFSET = 3;

  /** A packet of the client may make an entry between the two halves of a replacement. */
  private static final int TRIES = 10;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
  private final NativeBuffer request = new NativeBuffer(1024);
  private final NativeBuffer answer = new NativeBuffer(4096);

  /**
   * Makes an entry that translates nothing yet, in place of the one that there may be; both in one
   * datagram, so that hardly a packet finds none.
   *
   * @param mark beside {@link Mark#TRANSLATED}
   */
  public void replace(FlowKey flow, int mark) {
    int error = 0;
    for (int i = 0; i < TRIES; i++) {
      NetlinkMessage message = start();
      int length = delete(message, flow);
      ConntrackTuple.begin(
          message,
          CT_NEW,
          NetlinkRequest.NLM_F_REQUEST
              | NetlinkRequest.NLM_F_ACK
              | NetlinkRequest.NLM_F_CREATE
              | NetlinkRequest.NLM_F_EXCL,
          flow);
      ConntrackAttributes.established(message, flow);
      message.attributeBe32(ConntrackAttributes.MARK, mark | Mark.TRANSLATED);
      send(length + message.end());
      // The kernel has answered both when send(2) returns; the second answer is that of the new
      // entry.
      answerTo("remove conntrack entry");
      error = answerTo("make conntrack entry");
      if (error != -Errno.EEXIST) {
        break;
      }
    }
    KernelException.check(() -> "make conntrack entry of " + flow, error);
  }

  /**
   * Sets the mark, all of it but {@link Mark#WATCH}, and what is translated; where there is no
   * entry, nothing.
   */
  public void set(FlowKey flow, int mark, Translation translation) {
    NetlinkMessage message = change(flow);
    ConntrackAttributes.mark(message, mark, Mark.ALL & ~Mark.WATCH);
    sequence(message, SEQUENCE_ORIGINAL, 0);
    sequence(message, SEQUENCE_REPLY, translation.sequence());
    synproxy(message, 0, translation.clock());
    finish(message, "translate");
  }

  /** Removes the entry; whether there was one. */
  public boolean remove(FlowKey flow) {
    send(delete(start(), flow));
    return answerTo("remove conntrack entry") == 0;
  }

  /**
   * Has the RST that waits to leave translated. The kernel takes a RST for the answer to SYNPROXY's
   * own SYN and gives it the number {@code isn + 1}, whatever the entry translates by
   * (nf_synproxy_core.c): so that must be the right one.
   *
   * @param sequence of the RST, in the socket's space
   */
  public void prepareReset(FlowKey flow, int sequence) {
    Translation translation = get(flow);
    NetlinkMessage message = change(flow);
    synproxy(message, translation.toClient(sequence) - 1, translation.clock());
    finish(message, "translate RST");
  }

  /**
   * Whether the kernel keeps what an entry of that family shall translate by; tried on addresses of
   * nobody's.
   */
  public boolean work(IpFamily family) {
    InetAddress address = Synproxy.nobody(family);
    FlowKey nobody = new FlowKey(address, 1, address, 2);
    Translation some = new Translation(1, 2);
    replace(nobody, 0);
    set(nobody, 0, some);
    boolean kept = get(nobody).equals(some);
    remove(nobody);
    return kept;
  }

  private Translation get(FlowKey flow) {
    NetlinkAttributes entry = new NetlinkAttributes();
    return ConntrackAttributes.get(socket, request, answer, flow, entry)
        ? new Translation(
            field(entry, SEQUENCE_REPLY, SEQUENCE_AFTER), field(entry, SYNPROXY, SYNPROXY_OFFSET))
        : Translation.NONE;
  }

  private static int field(NetlinkAttributes entry, int outer, int inner) {
    NetlinkAttributes nested = new NetlinkAttributes();
    return entry.find(outer) && entry.nested(nested).find(inner) ? nested.be32() : 0;
  }

  private NetlinkMessage start() {
    return new NetlinkMessage(request.bytes().clear());
  }

  private static int delete(NetlinkMessage message, FlowKey flow) {
    ConntrackTuple.begin(
        message, CT_DELETE, NetlinkRequest.NLM_F_REQUEST | NetlinkRequest.NLM_F_ACK, flow);
    return message.end();
  }

  private NetlinkMessage change(FlowKey flow) {
    NetlinkMessage message = start();
    ConntrackTuple.begin(
        message, CT_NEW, NetlinkRequest.NLM_F_REQUEST | NetlinkRequest.NLM_F_ACK, flow);
    return message;
  }

  private void finish(NetlinkMessage message, String operation) {
    send(message.end());
    int error = answerTo(operation);
    if (error != -Errno.ENOENT) {
      KernelException.check(operation, error);
    }
  }

  private void send(int length) {
    KernelException.check("ask ctnetlink", socket.send(request, 0, length));
  }

  /** 0, or the error, negative. */
  private int answerTo(String operation) {
    KernelException.check(operation, socket.receive(answer, LinuxConstants.MSG_DONTWAIT));
    return answer.bytes().getInt(NetlinkMessage.HEADER_SIZE);
  }

  private static void sequence(NetlinkMessage message, int type, int offset) {
    int nest = message.beginNest(type | NESTED);
    message
        .attributeBe32(SEQUENCE_POSITION, 0)
        .attributeBe32(SEQUENCE_BEFORE, offset)
        .attributeBe32(SEQUENCE_AFTER, offset)
        .endNest(nest);
  }

  private static void synproxy(NetlinkMessage message, int isn, int offset) {
    int nest = message.beginNest(SYNPROXY | NESTED);
    message
        .attributeBe32(SYNPROXY_ISN, isn)
        .attributeBe32(SYNPROXY_INITIAL_TIMESTAMP, 0)
        .attributeBe32(SYNPROXY_OFFSET, offset)
        .endNest(nest);
  }

  @Override
  public void close() {
    socket.close();
  }
}
