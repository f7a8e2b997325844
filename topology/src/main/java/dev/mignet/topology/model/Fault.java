package dev.mignet.topology.model;

import java.time.Duration;

/**
 * Something that goes wrong in a lab, at a time.
 *
 * @param at since the schedule was started
 * @param within how much later it may be at most, by chance; zero: at that time exactly
 */
public record Fault(Duration at, Duration within, Effect effect) {

  /** What goes wrong. */
  public sealed interface Effect {

    /** For people: {@code link a:eth0 down}. */
    String text();
  }

  /**
   * A cable is pulled, or put back.
   *
   * @param reference one of its ends, {@code node:interface}
   */
  public record SetLink(String reference, boolean up) implements Effect {
    @Override
    public String text() {
      return "link " + reference + (up ? " up" : " down");
    }
  }

  /**
   * A service ends, with all that it has started, as by SIGKILL.
   *
   * @param service its name, or {@code daemon}
   */
  public record Kill(String node, String service) implements Effect {
    @Override
    public String text() {
      return "kill " + service + " of " + node;
    }
  }
}
