package dev.mignet.tcpmig.policy;

import dev.mignet.tcpmig.settings.UrlRule;
import java.util.List;

/**
 * Sends a request by the prefix of its URL; the first rule that matches decides, none means stay.
 * Other rules can take the place of all of them, between two requests.
 */
public final class UrlPolicy implements Policy {
  private List<UrlRule> rules;

  public UrlPolicy(List<UrlRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** From the next request on these; on the packet loop's thread. */
  public void replace(List<UrlRule> others) {
    rules = List.copyOf(others);
  }

  @Override
  public int target(String method, String target) {
    for (UrlRule rule : rules) {
      if (target.startsWith(rule.prefix())) {
        return rule.target();
      }
    }
    return STAY;
  }
}
