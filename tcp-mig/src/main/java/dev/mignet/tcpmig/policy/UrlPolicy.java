package dev.mignet.tcpmig.policy;

import dev.mignet.tcpmig.settings.UrlRule;
import java.util.List;

/**
 * Sends a request by the prefix of its URL; the first rule that matches decides, none means stay.
 * Other rules can take the place of all of them, between two requests.
 */
public final class UrlPolicy implements Policy {
  private record Entry(String prefix, Placement placement) {}

  private List<Entry> entries;

  public UrlPolicy(List<UrlRule> rules) {
    this.entries = entries(rules);
  }

  /** From the next request on these; on the packet loop's thread. */
  public void replace(List<UrlRule> others) {
    entries = entries(others);
  }

  private static List<Entry> entries(List<UrlRule> rules) {
    return rules.stream()
        .map(rule -> new Entry(rule.prefix(), new Placement(rule.targets(), rule.otherwise())))
        .toList();
  }

  @Override
  public Placement place(String method, String target) {
    for (Entry entry : entries) {
      if (target.startsWith(entry.prefix())) {
        return entry.placement();
      }
    }
    return Placement.STAY;
  }
}
