package dev.mignet.topology.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that goes wrong in a lab, at a time.
 *
 * @param at since the schedule was started
 * @param within how much later it may be at most, by chance; zero: at that time exactly
 * @param lasting after which it is over, and all is as the file says; zero: it is for good
 */
public record Fault(Duration at, Duration within, Duration lasting, Effect effect) {

  /** What goes wrong. */
  public sealed interface Effect {

    /** For people: {@code link a:eth0 down}. */
    String text();
  }

  /** Something that happens to a wire. */
  public sealed interface OnLink extends Effect {

    /** One of the wire's ends, {@code node:interface}. */
    String reference();
  }

  /** A cable is pulled, or put back. */
  public record SetLink(String reference, boolean up) implements OnLink {
    @Override
    public String text() {
      return "link " + reference + (up ? " up" : " down");
    }
  }

  /**
   * A wire has other figures than the file says, such as a loss.
   *
   * @param forward of the direction that is forward in the file, by key: what goes over the file
   * @param back of the other direction
   */
  public record ImpairLink(String reference, Map<String, String> forward, Map<String, String> back)
      implements OnLink {

    /** Copies the maps. */
    public ImpairLink {
      forward = Collections.unmodifiableMap(new LinkedHashMap<>(forward));
      back = Collections.unmodifiableMap(new LinkedHashMap<>(back));
    }

    @Override
    public String text() {
      return "link " + reference + ' ' + bothWays(words(forward), words(back));
    }

    private static List<String> words(Map<String, String> said) {
      return said.entrySet().stream().map(e -> e.getKey() + ' ' + e.getValue()).toList();
    }
  }

  /**
   * A wire has the file's figures again.
   *
   * @param forward the keys, of the direction that is forward in the file
   * @param back those of the other direction
   */
  public record RestoreLink(String reference, List<String> forward, List<String> back)
      implements OnLink {

    /** Copies the lists. */
    public RestoreLink {
      forward = List.copyOf(forward);
      back = List.copyOf(back);
    }

    @Override
    public String text() {
      return "link " + reference + ' ' + bothWays(forward, back) + " as in the file";
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

  private static String bothWays(List<String> forward, List<String> back) {
    String there = String.join(", ", forward);
    if (forward.equals(back)) {
      return there;
    }
    return Stream.of(
            forward.isEmpty() ? "" : "forward " + there,
            back.isEmpty() ? "" : "back " + String.join(", ", back))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
