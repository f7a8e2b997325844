package dev.mignet.topology.faults;

import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action.ShapeWire;
import dev.mignet.topology.plan.Planner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * When which fault is due, and its end. The same faults and seed give the same times, whenever it
 * is asked; it has no clock of its own.
 */
public final class FaultSchedule {

  private static final String STATE = "state";
  private static final String FORWARD = "forward ";
  private static final String BACK = "back ";

  /** The first end of each wire, by both of its ends. */
  private final Map<String, String> wires = new HashMap<>();

  private final Deque<Due> left;

  /**
   * A fault with its time, or the end of one.
   *
   * @param at since the start, its offset included
   */
  public record Due(Duration at, Fault.Effect effect) {}

  /** A fault whose offset is known. */
  private record Timed(Duration at, Fault fault) {
    Duration end() {
      return at.plus(fault.lasting());
    }
  }

  /**
   * All faults and their ends, by their times; those at the same time in their order.
   *
   * @param lab whose wires the faults are of
   * @param seed of the offsets
   */
  public FaultSchedule(Lab lab, List<Fault> faults, long seed) {
    for (ShapeWire wire : Planner.wires(lab)) {
      wires.put(wire.first().text(), wire.first().text());
      wires.put(wire.second().text(), wire.first().text());
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Timed> timed = new ArrayList<>();
    for (Fault fault : faults) {
      // One number a fault, needed or not, so that no other's changes with it.
      double share = random.nextDouble();
      Duration offset = Duration.ofMillis(Math.round(fault.within().toMillis() * share));
      timed.add(new Timed(fault.at().plus(offset), fault));
    }
    timed.sort(Comparator.comparing(Timed::at));
    List<Due> all = new ArrayList<>();
    for (int i = 0; i < timed.size(); i++) {
      Timed one = timed.get(i);
      all.add(new Due(one.at(), one.fault().effect()));
      end(one, timed.subList(i + 1, timed.size())).ifPresent(all::add);
    }
    all.sort(Comparator.comparing(Due::at));
    left = new ArrayDeque<>(all);
  }

  /** What a fault did, and no later one has done again until it is over, is as in the file then. */
  private Optional<Due> end(Timed one, List<Timed> later) {
    if (one.fault().lasting().isZero()) {
      return Optional.empty();
    }
    List<String> own = new ArrayList<>(touched(one.fault().effect()));
    later.stream()
        .filter(other -> other.at().compareTo(one.end()) <= 0)
        .forEach(other -> own.removeAll(touched(other.fault().effect())));
    if (own.isEmpty() || !(one.fault().effect() instanceof Fault.OnLink link)) {
      return Optional.empty();
    }
    String prefix = wire(link) + ' ';
    Fault.Effect back =
        own.contains(prefix + STATE)
            ? new Fault.SetLink(link.reference(), true)
            : new Fault.RestoreLink(
                link.reference(), behind(own, prefix + FORWARD), behind(own, prefix + BACK));
    return Optional.of(new Due(one.end(), back));
  }

  /** What an effect sets: the state of a wire, or figures of its directions. */
  private List<String> touched(Fault.Effect effect) {
    if (effect instanceof Fault.SetLink link) {
      return List.of(wire(link) + ' ' + STATE);
    } else if (effect instanceof Fault.ImpairLink link) {
      String prefix = wire(link) + ' ';
      return Stream.concat(
              link.forward().keySet().stream().map(key -> prefix + FORWARD + key),
              link.back().keySet().stream().map(key -> prefix + BACK + key))
          .toList();
    }
    return List.of();
  }

  private String wire(Fault.OnLink link) {
    return wires.getOrDefault(link.reference(), link.reference());
  }

  private static List<String> behind(List<String> all, String prefix) {
    return all.stream()
        .filter(one -> one.startsWith(prefix))
        .map(one -> one.substring(prefix.length()))
        .toList();
  }

  /** Those that have not been taken, the next one first. */
  public List<Due> left() {
    return List.copyOf(left);
  }

  /** When the next one is due; empty after the last. */
  public Optional<Duration> next() {
    return Optional.ofNullable(left.peek()).map(Due::at);
  }

  /** Takes those that are due by now. */
  public List<Due> takeDue(Duration now) {
    List<Due> due = new ArrayList<>();
    Due next = left.peek();
    while (next != null && next.at().compareTo(now) <= 0) {
      due.add(left.remove());
      next = left.peek();
    }
    return due;
  }
}
