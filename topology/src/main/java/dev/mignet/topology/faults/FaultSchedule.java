package dev.mignet.topology.faults;

import dev.mignet.topology.model.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * When which fault is due. The same faults and seed give the same times, whenever it is asked; it
 * has no clock of its own.
 */
public final class FaultSchedule {

  private final Deque<Due> left;

  /**
   * A fault with its time.
   *
   * @param at since the start, its offset included
   */
  public record Due(Duration at, Fault.Effect effect) {}

  /**
   * All faults by their times; those at the same time in their order in the file.
   *
   * @param seed of the offsets
   */
  public FaultSchedule(List<Fault> faults, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Due> all = new ArrayList<>();
    for (Fault fault : faults) {
      // One number a fault, needed or not, so that no other's changes with it.
      double share = random.nextDouble();
      Duration offset = Duration.ofMillis(Math.round(fault.within().toMillis() * share));
      all.add(new Due(fault.at().plus(offset), fault.effect()));
    }
    all.sort(Comparator.comparing(Due::at));
    left = new ArrayDeque<>(all);
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
