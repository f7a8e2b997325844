package dev.mignet.topology.doctor;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.nodes.linux.Tun;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.Netem;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.net.Tbf;
import dev.mignet.nodes.net.Veth;
import dev.mignet.nodes.netfilter.AddressPortSet;
import dev.mignet.nodes.netfilter.Iptables;
import dev.mignet.nodes.netfilter.PacketQueue;
import dev.mignet.nodes.netfilter.QueueRules;
import dev.mignet.nodes.netfilter.Synproxy;
import dev.mignet.topology.spi.Feature;
import java.util.List;
import java.util.Optional;

/** What must be tried inside a namespace. */
final class NamespaceProbes {

  /** Every match and target that the migration daemon's rules use, on packets that never come. */
  private static final String RULES =
      """
      *raw
      -A PREROUTING -i mg0 -p tcp --tcp-flags RST RST -j CT --notrack
      COMMIT
      *mangle
      -A PREROUTING -i mg0 -p tcp -m dscp --dscp 0x2b -j CONNMARK --set-xmark 0x20/0xff
      -A PREROUTING -i mg0 -p tcp --syn -m connmark --mark 1 -m mark --mark 1 -j NFQUEUE --queue-bypass
      -A PREROUTING -p tcp --syn -m socket -j NFQUEUE --queue-bypass
      -A PREROUTING -i mg0 -m mac --mac-source 02:00:00:00:00:01 -j CONNMARK --restore-mark
      -A PREROUTING -i mg0 -m bpf --bytecode "1,6 0 0 0" -j NFLOG --nflog-group 1
      COMMIT
      """;

  static final String NO_MIGRATION = "no lab with endpoints comes up: nothing can be migrated";

  private static final String MODULES =
      "load the module: modprobe nfnetlink_queue nf_conntrack_netlink nfnetlink_log (its package is"
          + " linux-modules-extra on Ubuntu)";

  // linux/netfilter/nfnetlink.h, nfnetlink_queue.h, nfnetlink_conntrack.h, sock_diag.h
  private static final int NFQNL_MSG_CONFIG = 3 << 8 | 2;
  private static final int NFQA_CFG_CMD = 1;
  private static final int NFQNL_CFG_CMD_BIND = 1;
  private static final int IPCTNL_MSG_CT_GET = 1 << 8 | 1;
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int LINK_QUEUE = 1;
  private static final int AF_INET = 2;
  private static final int IPPROTO_TCP = 6;
  private static final int SOCKET_ID_SIZE = 48;

  private final NetworkNamespace namespace;

  NamespaceProbes(ScratchNode node) {
    this.namespace = node.namespace();
  }

  List<Feature> links() {
    return List.of(veth(), bridge(), tbf());
  }

  List<Feature> migration() {
    return List.of(
        tun(), rules(), addressSets().optional(), queue(), conntrack(), socketDiagnosis());
  }

  private Feature veth() {
    return Probe.feature(
        "veth",
        Doctor.NO_LAB,
        "load the module: modprobe veth",
        () -> {
          namespace
              .rtnetlink()
              .addVeth(new Veth(new Veth.End("v0", namespace), new Veth.End("v1", namespace)));
          return "made in a scratch namespace";
        });
  }

  private Feature bridge() {
    return Probe.feature(
        "bridge",
        Doctor.NO_LAB,
        "load the module: modprobe bridge",
        () -> {
          namespace.rtnetlink().addBridge("br0");
          namespace.rtnetlink().enslave("v1", "br0");
          return "made in a scratch namespace";
        });
  }

  private Feature tbf() {
    return Probe.feature(
        "TBF",
        Doctor.NO_LAB,
        "load the module: modprobe sch_tbf (its package is linux-modules-extra on Ubuntu)",
        () -> {
          namespace.rtnetlink().shape("v0", new Tbf(12_500_000, 4700, 153_800, 0, 0));
          return "set on a veth";
        });
  }

  /** The kernel's own link engine. */
  Feature netem() {
    return netem(netemError());
  }

  static Feature netem(Optional<String> error) {
    return error
        .map(
            found ->
                Feature.missing(
                    "netem",
                    found,
                    "links with a delay, loss and the like go by Mignet's own engine (NFQUEUE)",
                    "load the module: modprobe sch_netem (its package is linux-modules-extra on"
                        + " Ubuntu)"))
        .orElseGet(() -> Feature.present("netem", "set on a link"));
  }

  /** What delays and loses packets: netem, or else what Mignet's own engine needs. */
  Feature linkEngine() {
    return Probe.feature(
        "link engine",
        "no delay, loss or the like on links",
        "load a module: modprobe sch_netem (its package is linux-modules-extra on Ubuntu); or, for"
            + " Mignet's own engine, modprobe nfnetlink_queue nft_compat xt_NFQUEUE xt_physdev"
            + " br_netfilter",
        () -> {
          Optional<String> missing = netemError();
          if (missing.isEmpty()) {
            return "netem";
          }
          namespace.call(this::holdPackets);
          new Sysctls(namespace).get("net.bridge.bridge-nf-call-iptables"); // of br_netfilter
          return "nfqueue, Mignet's own (netem: " + missing.get() + ")";
        });
  }

  /** Why there is no netem; tried on {@code lo}, which is there in any case. */
  Optional<String> netemError() {
    try {
      Netem netem = new Netem(1_000_000, 0, 0.01, 0, 0, 0, 1);
      namespace.rtnetlink().impair("lo", netem, Optional.empty());
      namespace.rtnetlink().unshape("lo");
      return Optional.empty();
    } catch (KernelException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private boolean holdPackets() {
    PacketQueue.Settings settings = new PacketQueue.Settings(20, 10, false, true);
    try (PacketQueue queue = new PacketQueue(LINK_QUEUE, settings, packet -> {})) {
      String table = "mignet-doctor";
      new QueueRules(table, List.of("v0"), List.of("v1"), LINK_QUEUE, true).apply();
      QueueRules.remove(table);
      return queue.fd() >= 0;
    }
  }

  private Feature tun() {
    return Probe.feature(
        "TUN",
        NO_MIGRATION,
        "load the module: modprobe tun; in a container, pass /dev/net/tun through",
        () -> {
          Syscalls.close(namespace.call(() -> Tun.open("tun0")));
          return "/dev/net/tun";
        });
  }

  private Feature rules() {
    return rules(IpFamily.IPV4, "iptables", NO_MIGRATION);
  }

  /** The same for connections over IPv6. */
  Feature rules6() {
    return rules(IpFamily.IPV6, "ip6tables", "no lab with endpoints over IPv6 comes up");
  }

  private Feature rules(IpFamily family, String tables, String lost) {
    return Probe.feature(
        tables + " rules",
        lost,
        "load the modules that "
            + tables
            + "-restore misses (xt_NFQUEUE, xt_CONNMARK, xt_bpf, xt_socket, xt_NFLOG, xt_CT, xt_dscp,"
            + " xt_mac)",
        () -> {
          Iptables.restore(family, namespace.path(), RULES);
          return "all matches and targets accepted";
        });
  }

  /** By which SYNs are told apart that may meet the socket of a connection that is leaving. */
  private Feature addressSets() {
    String name = "mignet-doctor";
    return Probe.feature(
        "address sets",
        "every SYN that meets a socket in TIME_WAIT, or a server at the endpoint's own address, waits"
            + " for the daemon: connections are opened more slowly",
        "load the modules: modprobe ip_set_hash_ipport xt_set",
        () -> {
          namespace.call(() -> new AddressPortSet(name, IpFamily.IPV4)).close();
          Iptables.restore(
              IpFamily.IPV4,
              namespace.path(),
              "*mangle\n-A PREROUTING -p tcp --syn "
                  + AddressPortSet.matchSource(name)
                  + " -j ACCEPT\nCOMMIT\n");
          return "ipset, hash:ip,port";
        });
  }

  /** What continues another node's connection on any kernel. */
  Feature translation() {
    return translation(
        IpFamily.IPV4,
        "translation",
        "no lab with \"mechanism: translation\" comes up, nor one with endpoints where the kernel"
            + " has no imposed ISN",
        "ipt_SYNPROXY");
  }

  /** The same for connections over IPv6. */
  Feature translation6() {
    return translation(
        IpFamily.IPV6,
        "translation, IPv6",
        "the same of labs with endpoints over IPv6",
        "ip6t_SYNPROXY");
  }

  private Feature translation(IpFamily family, String name, String lost, String module) {
    return Probe.feature(
        name,
        lost,
        "load the modules: modprobe " + module + " nf_conntrack_netlink",
        () -> {
          String rules = "*mangle\n" + Synproxy.rule(family) + "\nCOMMIT\n";
          Iptables.restore(family, namespace.path(), rules);
          return "conntrack with SYNPROXY";
        });
  }

  private Feature queue() {
    return netlink(
        "NFQUEUE",
        NetlinkSocket.NETFILTER,
        NetlinkRequest.of(
            "bind queue 0",
            NFQNL_MSG_CONFIG,
            0,
            message ->
                netfilterHeader(message)
                    .attributeBytes(NFQA_CFG_CMD, new byte[] {NFQNL_CFG_CMD_BIND, 0, 0, 0})));
  }

  private Feature conntrack() {
    return netlink(
        "conntrack netlink",
        NetlinkSocket.NETFILTER,
        NetlinkRequest.of(
            "list connections",
            IPCTNL_MSG_CT_GET,
            NetlinkRequest.NLM_F_DUMP,
            NamespaceProbes::netfilterHeader));
  }

  private Feature socketDiagnosis() {
    return netlink(
        "sock_diag",
        NetlinkSocket.SOCK_DIAG,
        NetlinkRequest.of(
            "list TCP sockets",
            SOCK_DIAG_BY_FAMILY,
            NetlinkRequest.NLM_F_DUMP,
            message ->
                message
                    .u8(AF_INET)
                    .u8(IPPROTO_TCP)
                    .u16(0)
                    .u32(-1) // sockets in every state
                    .bytes(new byte[SOCKET_ID_SIZE])));
  }

  private static NetlinkMessage netfilterHeader(NetlinkMessage message) {
    return message.u8(AF_INET).u8(0).be16(0);
  }

  private Feature netlink(String name, int protocol, NetlinkRequest request) {
    return Probe.feature(
        name,
        NO_MIGRATION,
        MODULES,
        () -> {
          try (NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(protocol))) {
            socket.execute(request);
          }
          return "answers";
        });
  }
}
