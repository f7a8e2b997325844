package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.netfilter.Iptables;
import dev.mignet.nodes.netfilter.SegmentPrograms;
import dev.mignet.nodes.netfilter.Synproxy;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.FrontEnd;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The namespace's rules: which packets the daemon decides on, which it only sees copies of, and
 * which the kernel forwards by the connmark. All of a family are set by one iptables-restore; every
 * queue rule lets packets pass when no daemon listens.
 */
public final class NetfilterRules {
  /** The NFQUEUE that packets wait in. */
  public static final int QUEUE = 0;

  /** The NFLOG group of the copies. */
  public static final int GROUP = 1;

  /** Prefixes of the copies. */
  public static final char SYN = 'S';

  public static final char SYN_ACK = 'A';
  public static final char RESPONSE_HEAD = 'H';
  public static final char CHUNKS_END = 'E';
  public static final char WATCHED = 'W';

  /** Data of a client, where nobody has to look at them first. */
  public static final char DATA = 'D';

  /** A request that the policy leaves here. */
  public static final char REQUEST = 'R';

  // Classic BPF, as SegmentPrograms has it.
  private static final String END_OF_LINE = "3338"; // "\r\n"
  private static final String LAST_CHUNK = "806160909"; // "0\r\n\r"

  private static final byte[] RESPONSE = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private static final String TO_QUEUE = "-j NFQUEUE --queue-num " + QUEUE + " --queue-bypass";

  /** Meets any socket, also one in TIME_WAIT: right, but many more SYNs wait than have to. */
  static final String ANY_SOCKET = "-m socket";

  private NetfilterRules() {}

  /**
   * Replaces the namespace's mangle and raw tables of a family by the rules for a daemon.
   *
   * @param mechanism that it has taken
   */
  public static void apply(
      IpFamily family, DaemonSettings settings, Mechanism mechanism, SilentSockets silent)
      throws IOException, InterruptedException {
    if (silent.known(family)) {
      try {
        apply(family, settings, mechanism, SilentSockets.match(family));
        return;
      } catch (IOException e) { // iptables may have no match for sets
        System.err.println(
            "migration daemon: every SYN that meets a socket waits, for " + e.getMessage());
      }
    }
    apply(family, settings, mechanism, ANY_SOCKET);
  }

  private static void apply(
      IpFamily family, DaemonSettings settings, Mechanism mechanism, String silent)
      throws IOException, InterruptedException {
    List<Endpoint> endpoints =
        settings.endpoints().stream().filter(e -> e.family() == family).toList();
    Iptables.restore(
        family,
        text(
            family,
            endpoints,
            settings.protocol(),
            new RequestRules(settings.policy(), settings.number()),
            settings.frontEnds(),
            mechanism,
            silent));
  }

  /** Replaces the rules that say which requests need not wait by those for another policy. */
  public static void applyPolicy(IpFamily family, DaemonSettings settings)
      throws IOException, InterruptedException {
    if (settings.protocol() == Protocol.HTTP) {
      RequestRules requests = new RequestRules(settings.policy(), settings.number());
      Iptables.replaceChains(
          family, "*mangle\n" + RequestRules.DECLARATION + requests.text(family) + "COMMIT\n");
    }
  }

  /**
   * The rules in iptables-restore's format.
   *
   * @param silent matches SYNs that may meet a silent socket
   */
  static String text(
      IpFamily family,
      List<Endpoint> endpoints,
      Protocol protocol,
      RequestRules requests,
      List<FrontEnd> frontEnds,
      Mechanism mechanism,
      String silent) {
    boolean translates = mechanism == Mechanism.TRANSLATION;
    StringBuilder rules = new StringBuilder();
    rules.append("*raw\n:PREROUTING ACCEPT\n:OUTPUT ACCEPT\n");
    // A simulated RST must not close the conntrack entry, which carries the mark.
    rule(rules, "PREROUTING -i %s -p tcp --tcp-flags RST RST -j CT --notrack", Injector.DEVICE);
    if (translates) {
      // Nor may a simulated SYN open it again.
      rule(
          rules,
          "PREROUTING -i %s -p tcp --syn -m dscp --dscp %#x -j CT --notrack",
          Injector.DEVICE,
          Injector.DSCP_NONE);
    }
    rules.append(
        "COMMIT\n*mangle\n:PREROUTING ACCEPT\n:INPUT ACCEPT\n:OUTPUT ACCEPT\n:MIGNET-IN -\n:MIGNET-OUT -\n");
    if (protocol == Protocol.HTTP) {
      rules
          .append(":MIGNET-DATA -\n:MIGNET-STAY -\n:MIGNET-WAIT -\n:MIGNET-BEGIN -\n")
          .append(RequestRules.DECLARATION);
    }
    rule(
        rules,
        "PREROUTING -i %s -p tcp -m dscp --dscp %#x -j CONNMARK --set-xmark %#x/%#x",
        Injector.DEVICE,
        Injector.DSCP_CREATE,
        Mark.ARRIVING | Mark.ASKED,
        Mark.ALL);
    if (translates) {
      given(rules, frontEnds);
    }
    rule(
        rules,
        "PREROUTING -i %s -j MARK --set-xmark %#x/%#x",
        Injector.DEVICE,
        Mark.INJECTED,
        Mark.INJECTED);
    if (translates) {
      // What was held and is given once more goes where its connection is by then.
      rule(
          rules,
          "PREROUTING -i %s -j CONNMARK --restore-mark --nfmask %#x --ctmask %#x",
          Injector.DEVICE,
          Mark.FORWARD,
          Mark.FORWARD);
    }
    rule(rules, "PREROUTING -i %s -j ACCEPT", Injector.DEVICE);
    for (Endpoint endpoint : endpoints) {
      rule(
          rules,
          "PREROUTING -p tcp -d %s --dport %d -j MIGNET-IN",
          endpoint.address(),
          endpoint.port());
      rule(
          rules,
          "OUTPUT -p tcp -s %s --sport %d -j MIGNET-OUT",
          endpoint.address(),
          endpoint.port());
    }
    if (translates) {
      rules.append(Synproxy.rule(family)).append('\n');
    }
    frontEnds.forEach(frontEnd -> through(rules, frontEnd));
    // A mark goes with its entry when the client resets the connection; its socket may still be
    // there.
    rule(rules, "MIGNET-IN -p tcp --syn %s %s", silent, TO_QUEUE);
    in(rules, family, protocol, translates);
    if (protocol == Protocol.HTTP) {
      data(rules, family);
      rules.append(requests.text(family));
    } else {
      String data = log(DATA, PacketLog.HEADERS);
      rule(rules, "MIGNET-IN -m bpf --bytecode \"%s\" %s", SegmentPrograms.hasData(family), data);
    }
    if (!frontEnds.isEmpty()) {
      rule(
          rules,
          "MIGNET-OUT -j CONNMARK --restore-mark --nfmask %#x --ctmask %#x",
          Mark.FRONT_END,
          Mark.FRONT_END);
    }
    out(rules, family, translates);
    if (protocol == Protocol.HTTP) {
      responses(rules, family);
    }
    return rules.append("COMMIT\n").toString();
  }

  /** A client's SYN that is given once more is the first packet of its entry. */
  private static void given(StringBuilder rules, List<FrontEnd> frontEnds) {
    for (FrontEnd frontEnd : frontEnds) {
      rule(
          rules,
          "PREROUTING -i %s -p tcp --syn -m dscp --dscp %#x -j CONNMARK --set-xmark %#x/%#x",
          Injector.DEVICE,
          Injector.DSCP_AGAIN + frontEnd.number(),
          Mark.ofFrontEnd(frontEnd.number()),
          Mark.FRONT_END);
    }
    rule(
        rules,
        "PREROUTING -i %s -p tcp --syn -m conntrack --ctstate NEW -j ACCEPT",
        Injector.DEVICE);
  }

  /** Responses go back through the front-end that the client's packets come through. */
  private static void through(StringBuilder rules, FrontEnd frontEnd) {
    for (String target : List.of("MARK", "CONNMARK")) {
      rule(
          rules,
          "MIGNET-IN -i %s -m mac --mac-source %s -j %s --set-xmark %#x/%#x",
          frontEnd.device(),
          frontEnd.mac(),
          target,
          Mark.ofFrontEnd(frontEnd.number()),
          Mark.FRONT_END);
    }
  }

  /** Packets of clients. */
  private static void in(
      StringBuilder rules, IpFamily family, Protocol protocol, boolean translates) {
    // A new connection is only noted; a SYN for an entry with a mark may be a new connection or an
    // old duplicate.
    String unmarked =
        "-p tcp --syn -m connmark --mark 0/%#x".formatted(Mark.MIGRATION | Mark.TRANSLATED);
    rule(rules, "MIGNET-IN %s %s", unmarked, log(SYN, PacketLog.HEAD));
    rule(rules, "MIGNET-IN %s -j ACCEPT", unmarked);
    rule(rules, "MIGNET-IN -p tcp --syn %s", TO_QUEUE);
    rule(
        rules,
        "MIGNET-IN -j CONNMARK --restore-mark --nfmask %#x --ctmask %#x",
        Mark.FORWARD,
        Mark.FORWARD);
    rule(rules, "MIGNET-IN -m mark ! --mark 0/%#x -j ACCEPT", Mark.FORWARD);
    if (translates) {
      // An entry that is being replaced: without one the packet would meet no socket, or the wrong
      // numbers.
      rule(
          rules,
          "MIGNET-IN -m conntrack --ctstate NEW -j MARK --set-xmark %#x/%#x",
          Mark.NEW,
          Mark.NEW);
      rule(rules, "MIGNET-IN -m conntrack --ctstate NEW %s", TO_QUEUE);
    }
    String held = "-m connmark --mark %#x/%#x".formatted(Mark.HOLD, Mark.HOLD);
    if (protocol == Protocol.HTTP) {
      String data = SegmentPrograms.hasData(family);
      rule(rules, "MIGNET-IN %s -m bpf --bytecode \"%s\" -g MIGNET-WAIT", held, data);
    }
    rule(rules, "MIGNET-IN %s %s", held, TO_QUEUE);
    // A socket that its client has closed, too, would be gone before the daemon has seen it.
    rule(
        rules,
        "MIGNET-IN -p tcp --tcp-flags FIN FIN -m connmark --mark %#x/%#x %s",
        Mark.ARRIVING,
        Mark.ARRIVING | Mark.FINISHED,
        TO_QUEUE);
    rule(
        rules,
        "MIGNET-IN -p tcp --tcp-flags RST RST -m connmark --mark %#x/%#x %s",
        Mark.ARRIVING,
        Mark.ARRIVING,
        TO_QUEUE);
  }

  /**
   * Data of clients wait for the daemon, but for requests that the policy surely leaves here: of
   * those it gets copies. Nothing may go by data that wait, and a request that comes before the
   * last one is being answered needs the daemon (Dispatch).
   */
  private static void data(StringBuilder rules, IpFamily family) {
    rule(
        rules,
        "MIGNET-IN -m bpf --bytecode \"%s\" -g MIGNET-DATA",
        SegmentPrograms.hasData(family));
    // A FIN goes the way of the data before it, or it would overtake them. When the server has
    // closed first there are none.
    rule(
        rules,
        "MIGNET-IN -p tcp --tcp-flags FIN FIN -m connmark --mark %#x/%#x %s",
        Mark.QUEUED,
        Mark.QUEUED | Mark.FINISHED,
        TO_QUEUE);
    rule(
        rules,
        "MIGNET-DATA -m connmark --mark 0/%#x -m bpf --bytecode \"%s\" -j %s",
        Mark.QUEUED | Mark.ASKED,
        SegmentPrograms.beginsWith(family, RequestRules.METHOD),
        RequestRules.CHAIN);
    rule(rules, "MIGNET-DATA -j MIGNET-WAIT");
    rule(rules, "MIGNET-WAIT -j CONNMARK --set-xmark %#x/%#x", Mark.QUEUED, Mark.QUEUED);
    rule(rules, "MIGNET-WAIT %s", TO_QUEUE);
    rule(rules, "MIGNET-STAY -j CONNMARK --set-xmark %#x/%#x", Mark.ASKED, Mark.ASKED);
    rule(rules, "MIGNET-STAY %s", log(REQUEST, PacketLog.WHOLE));
    rule(rules, "MIGNET-STAY -j ACCEPT");
  }

  /** Packets of the local server. */
  private static void out(StringBuilder rules, IpFamily family, boolean translates) {
    String ofTranslated =
        "-m connmark --mark %#x/%#x -j NFQUEUE --queue-num %d"
            .formatted(Mark.TRANSLATED, Mark.TRANSLATED, TranslationImposer.QUEUE);
    if (translates) {
      // Not for the client, which has had its SYN-ACK; without a daemon it is dropped.
      rule(rules, "MIGNET-OUT -p tcp --tcp-flags SYN,ACK SYN,ACK %s", ofTranslated);
    }
    // Where the listener has no room for an injected segment, it answers by a RST.
    rule(
        rules,
        "MIGNET-OUT -p tcp --tcp-flags RST RST -m mark --mark %#x/%#x -j DROP",
        Mark.INJECTED,
        Mark.INJECTED);
    // Nor is there a socket yet for what comes while it is being made, on another processor.
    rule(
        rules,
        "MIGNET-OUT -p tcp --tcp-flags RST RST -m connmark --mark %#x/%#x -j DROP",
        Mark.ARRIVING,
        Mark.ARRIVING);
    rule(
        rules,
        "MIGNET-OUT -m connmark --mark %#x/%#x -m bpf --bytecode \"%s\" -j DROP",
        Mark.QUIET,
        Mark.QUIET,
        SegmentPrograms.hasNoData(family));
    rule(rules, "MIGNET-OUT -m connmark ! --mark 0/%#x -j DROP", Mark.FORWARD | Mark.HOLD);
    if (translates) {
      rule(rules, "MIGNET-OUT -p tcp --tcp-flags RST RST %s", ofTranslated);
    }
    rule(rules, "MIGNET-OUT -p tcp --tcp-flags SYN,ACK SYN,ACK %s", log(SYN_ACK, PacketLog.HEAD));
  }

  /** Where responses begin, and where they may end. */
  private static void responses(StringBuilder rules, IpFamily family) {
    rule(
        rules,
        "MIGNET-OUT -p tcp --tcp-flags FIN FIN -j CONNMARK --set-xmark %#x/%#x",
        Mark.FINISHED,
        Mark.FINISHED);
    String watched = "-m connmark --mark %#x/%#x".formatted(Mark.WATCH, Mark.WATCH);
    String all = log(WATCHED, PacketLog.WHOLE);
    rule(
        rules,
        "MIGNET-OUT %s -m bpf --bytecode \"%s\" %s",
        watched,
        SegmentPrograms.hasData(family),
        all);
    rule(rules, "MIGNET-OUT %s -j RETURN", watched);
    rule(
        rules,
        "MIGNET-OUT -m bpf --bytecode \"%s\" -j MIGNET-BEGIN",
        SegmentPrograms.beginsWith(family, RESPONSE));
    rule(rules, "MIGNET-BEGIN -j CONNMARK --set-xmark 0/%#x", Mark.ASKED);
    rule(rules, "MIGNET-BEGIN %s", log(RESPONSE_HEAD, PacketLog.HEAD));
    String end = log(CHUNKS_END, PacketLog.HEAD);
    rule(rules, "MIGNET-OUT -m bpf --bytecode \"%s\" %s", endsChunks(family), end);
  }

  /** Data that are "0\r\n\r\n", or end with that behind "\r\n", where it ends no line of text. */
  private static String endsChunks(IpFamily family) {
    return SegmentPrograms.of(
        family,
        false,
        "53 0 14 5,21 5 0 5,"
            + SegmentPrograms.beforeEnd(family, 7)
            + ",7 0 0 0,72 0 0 0,21 0 8 "
            + END_OF_LINE
            + ","
            + SegmentPrograms.beforeEnd(family, 5)
            + ",7 0 0 0,64 0 0 0,21 0 3 "
            + LAST_CHUNK
            + ",80 0 0 4,21 0 1 10,6 0 0 65535,6 0 0 0");
  }

  private static String log(char prefix, int size) {
    return "-j NFLOG --nflog-group %d --nflog-prefix %c --nflog-size %d --nflog-threshold 1"
        .formatted(GROUP, prefix, size);
  }

  private static void rule(StringBuilder rules, String format, Object... values) {
    rules.append("-A ").append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
