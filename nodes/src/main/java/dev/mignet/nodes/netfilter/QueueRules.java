package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tables of nftables that hand what comes in by some interfaces to a queue, before anything else of
 * netfilter sees it (linux/netfilter/nf_tables.h). They are apart from what iptables keeps: neither
 * flushes the other's.
 *
 * <p>The queue is entered by the target of iptables: it is in kernels that lack nftables' own.
 * Packets without a program at the queue are dropped.
 *
 * @param table the tables' name
 * @param interfaces of a node
 * @param ports of a bridge; their packets pass here by way of br_netfilter
 * @param queue the number
 * @param marked whether packets at bridges get the last four bytes of their destination's MAC for a
 *     mark, in network order
 */
public record QueueRules(
    String table,
    Collection<String> interfaces,
    Collection<String> ports,
    int queue,
    boolean marked) {
  private static final int SUBSYSTEM = 10; // NFNL_SUBSYS_NFTABLES
  private static final int NEW_TABLE = SUBSYSTEM << 8;
  private static final int DELETE_TABLE = SUBSYSTEM << 8 | 2;
  private static final int NEW_CHAIN = SUBSYSTEM << 8 | 3;
  private static final int NEW_RULE = SUBSYSTEM << 8 | 6;
  private static final int DELETE_RULE = SUBSYSTEM << 8 | 8;

  private static final int IPV4 = 2;
  private static final int BRIDGE = 7;
  private static final int IPV6 = 10;
  private static final int PRE_ROUTING = 0;

  /** NF_IP_PRI_RAW_BEFORE_DEFRAG. */
  private static final int BEFORE_ALL = -450;

  private static final int ACCEPT = 1;
  private static final int NESTED = NetlinkMessage.NESTED;
  private static final String CHAIN = "in";
  private static final int INTERFACE_NAME = 16;
  private static final int REGISTER = 1;
  private static final int META_MARK = 3;
  private static final int META_IN_NAME = 6;

  /**
   * Sets the rules in the thread's namespace, in place of those of that table. Packets that wait in
   * the queue go on waiting.
   */
  public void apply() {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
      socket.execute(rules(IPV4, this::queueing));
      socket.execute(rules(IPV6, this::queueing));
      if (marked) {
        socket.execute(rules(BRIDGE, QueueRules::marking));
      }
    }
  }

  /**
   * Removes the tables of that name from the thread's namespace; no error where there are none. The
   * kernel drops what waits in any queue of the namespace.
   */
  public static void remove(String table) {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
      socket.execute(removal(table, IPV4));
      socket.execute(removal(table, IPV6));
      try {
        socket.execute(removal(table, BRIDGE));
      } catch (KernelException e) {
        return; // a kernel without nftables for bridges has none there
      }
    }
  }

  /** The chain stays where there is one: when one goes, the kernel drops all that waits. */
  private NetlinkRequest rules(int family, Consumer<List<Consumer<NetlinkMessage>>> content) {
    List<NetlinkRequest> parts = new ArrayList<>();
    parts.add(named(NEW_TABLE, family, message -> message.attributeString(1, table)));
    parts.add(
        named(
            NEW_CHAIN,
            family,
            message -> {
              message.attributeString(1, table).attributeString(3, CHAIN);
              int hook = message.beginNest(4 | NESTED);
              message.attributeBe32(1, PRE_ROUTING).attributeBe32(2, BEFORE_ALL).endNest(hook);
              message.attributeBe32(5, ACCEPT).attributeString(7, "filter");
            }));
    parts.add(
        named(
            DELETE_RULE,
            family,
            message -> message.attributeString(1, table).attributeString(2, CHAIN)));
    List<Consumer<NetlinkMessage>> rules = new ArrayList<>();
    content.accept(rules);
    for (Consumer<NetlinkMessage> rule : rules) {
      parts.add(
          named(
              NEW_RULE,
              family,
              message -> {
                message.attributeString(1, table).attributeString(2, CHAIN);
                int expressions = message.beginNest(4 | NESTED);
                rule.accept(message);
                message.endNest(expressions);
              }));
    }
    return NetlinkRequest.batch("set rules of table " + table, SUBSYSTEM, parts);
  }

  private static NetlinkRequest removal(String table, int family) {
    // made before it is deleted, so that there is one
    List<NetlinkRequest> parts =
        List.of(
            named(NEW_TABLE, family, message -> message.attributeString(1, table)),
            named(DELETE_TABLE, family, message -> message.attributeString(1, table)));
    return NetlinkRequest.batch("remove table " + table, SUBSYSTEM, parts);
  }

  private static NetlinkRequest named(int type, int family, Consumer<NetlinkMessage> body) {
    int flags = NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_APPEND;
    return NetlinkRequest.of(
        "set nftables", type, flags, message -> body.accept(message.u8(family).u8(0).be16(0)));
  }

  private void queueing(List<Consumer<NetlinkMessage>> rules) {
    for (String name : interfaces) {
      rules.add(
          message -> {
            expression(
                message,
                "meta",
                data -> data.attributeBe32(1, REGISTER).attributeBe32(2, META_IN_NAME));
            equal(message, name(name));
            toQueue(message);
          });
    }
    for (String port : ports) {
      rules.add(
          message -> {
            extension(message, "match", "physdev", 0, physicalIn(port));
            toQueue(message);
          });
    }
  }

  /** Bytes 2 to 5 of the destination's MAC. */
  private static void marking(List<Consumer<NetlinkMessage>> rules) {
    rules.add(
        message -> {
          expression(
              message,
              "payload",
              data ->
                  data.attributeBe32(1, REGISTER)
                      .attributeBe32(2, 0)
                      .attributeBe32(3, 2)
                      .attributeBe32(4, 4));
          expression(
              message, "meta", data -> data.attributeBe32(2, META_MARK).attributeBe32(3, REGISTER));
        });
  }

  private static void equal(NetlinkMessage message, byte[] value) {
    expression(
        message,
        "cmp",
        data -> {
          data.attributeBe32(1, REGISTER).attributeBe32(2, 0);
          int nest = data.beginNest(3 | NESTED);
          data.attributeBytes(1, value).endNest(nest);
        });
  }

  /** struct xt_NFQ_info_v3 {u16 number, u16 count, u16 flags}, padded to 8 bytes. */
  private void toQueue(NetlinkMessage message) {
    byte[] info = new byte[8];
    new NetlinkMessage(ByteBuffer.wrap(info)).u16(queue).u16(1).u16(0);
    extension(message, "target", "NFQUEUE", 3, info);
  }

  /**
   * struct xt_physdev_info {char in[16], in_mask[16], out[16], out_mask[16]; u8 invert, bitmask},
   * padded to 72 bytes.
   */
  private static byte[] physicalIn(String port) {
    byte[] info = Arrays.copyOf(name(port), 72);
    Arrays.fill(info, INTERFACE_NAME, INTERFACE_NAME + port.length() + 1, (byte) 0xff);
    info[4 * INTERFACE_NAME + 1] = 1; // XT_PHYSDEV_OP_IN
    return info;
  }

  private static byte[] name(String name) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), INTERFACE_NAME);
  }

  /** An extension of iptables. */
  private static void extension(
      NetlinkMessage message, String kind, String name, int revision, byte[] info) {
    expression(
        message,
        kind,
        data -> data.attributeString(1, name).attributeBe32(2, revision).attributeBytes(3, info));
  }

  private static void expression(
      NetlinkMessage message, String name, Consumer<NetlinkMessage> data) {
    int element = message.beginNest(1 | NESTED);
    message.attributeString(1, name);
    int nest = message.beginNest(2 | NESTED);
    data.accept(message);
    message.endNest(nest).endNest(element);
  }
}
