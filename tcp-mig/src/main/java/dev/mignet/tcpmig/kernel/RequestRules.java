package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.netfilter.SegmentPrograms;
import dev.mignet.tcpmig.settings.UrlRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The policy's URL rules as a chain of netfilter's: what it returns from, the daemon has to decide.
 *
 * @param policy the rules, first match wins
 * @param self the node's own number: what goes there stays
 */
record RequestRules(List<UrlRule> policy, int self) {
  /** The chain, for requests with {@link #METHOD}. */
  static final String CHAIN = "MIGNET-GET";

  static final String DECLARATION = ":" + CHAIN + " -\n";

  /**
   * What a segment begins with that may hold a request which stays (RFC 9112, section 3): one whose
   * method has no body, or else what follows would be taken for a request.
   */
  static final byte[] METHOD = bytes("");

  private static final String STAY = "MIGNET-STAY";

  /** What such a segment begins with whose path begins so. */
  private static byte[] bytes(String prefix) {
    return ("GET " + prefix).getBytes(StandardCharsets.US_ASCII);
  }

  /** The rules in iptables-restore's format. */
  String text(IpFamily family) {
    StringBuilder rules = new StringBuilder();
    for (UrlRule rule : policy) {
      byte[] line = bytes(rule.prefix());
      byte[] seen = Arrays.copyOf(line, Math.min(line.length, SegmentPrograms.LONGEST_TEXT));
      // Whether the rest of a longer one matches is for the daemon to see.
      boolean stays = rule.targets().get(0) == self && seen.length == line.length;
      rules
          .append("-A " + CHAIN + " -m bpf --bytecode \"")
          .append(SegmentPrograms.beginsWith(family, seen))
          .append(stays ? "\" -g " + STAY : "\" -j RETURN")
          .append('\n');
    }
    return rules.append("-A " + CHAIN + " -j " + STAY + '\n').toString();
  }
}
