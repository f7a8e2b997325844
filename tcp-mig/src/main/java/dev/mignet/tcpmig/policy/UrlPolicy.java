package dev.mignet.tcpmig.policy;

import dev.mignet.tcpmig.settings.UrlRule;
import java.util.List;

/**
 * Sends a request by the prefix of its URL; the first rule that matches decides, none means stay.
 */
public final class UrlPolicy implements Policy {
  private final List<UrlRule> rules;

  public UrlPolicy(List<UrlRule> rules) {
    this.rules = List.copyOf(rules);
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
