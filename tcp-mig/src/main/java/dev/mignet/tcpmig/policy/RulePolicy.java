package dev.mignet.tcpmig.policy;

import dev.mignet.tcpmig.settings.IdleRule;
import dev.mignet.tcpmig.settings.UrlRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request by the prefix of its URL; the first rule that matches decides, none means stay.
 * Connections that rest follow a rule of their own. Other rules can take the place of all of them,
 * between two requests.
 */
public final class RulePolicy implements Policy {
  private record Entry(String prefix, Placement placement) {}

  private List<Entry> entries;
  private long idleMillis;
  private Placement idle;

  /**
   * With those rules.
   *
   * @param idleRule null: connections that rest stay
   */
  public RulePolicy(List<UrlRule> rules, @Nullable IdleRule idleRule) {
    entries = entries(rules);
    idleMillis = millis(idleRule);
    idle = placement(idleRule);
  }

  /** From the next request on these; on the packet loop's thread. */
  public void replace(List<UrlRule> others, @Nullable IdleRule idleRule) {
    entries = entries(others);
    idleMillis = millis(idleRule);
    idle = placement(idleRule);
  }

  private static List<Entry> entries(List<UrlRule> rules) {
    return rules.stream()
        .map(rule -> new Entry(rule.prefix(), new Placement(rule.targets(), rule.otherwise())))
        .toList();
  }

  private static long millis(@Nullable IdleRule rule) {
    return rule == null ? NEVER : rule.millis();
  }

  private static Placement placement(@Nullable IdleRule rule) {
    return rule == null ? Placement.STAY : new Placement(rule.targets(), rule.otherwise());
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

  @Override
  public long idleMillis() {
    return idleMillis;
  }

  @Override
  public Placement idle() {
    return idle;
  }
}
