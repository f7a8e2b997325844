package dev.mignet.topology.faults;

import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.spi.LabException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Brings a schedule's faults about in a lab that is up. */
public final class FaultRun {

  private final Lab lab;
  private final Consumer<Outcome> listener;

  /**
   * What became of a fault.
   *
   * @param due as planned
   * @param at when it was over with, since the start
   * @param error why it could not be brought about; otherwise empty
   */
  public record Outcome(FaultSchedule.Due due, Duration at, String error) {}

  /**
   * In this lab.
   *
   * @param listener hears of each fault at once
   */
  public FaultRun(Lab lab, Consumer<Outcome> listener) {
    this.lab = lab;
    this.listener = listener;
  }

  /**
   * Runs the schedule to its end, in the calling thread. A fault that fails does not keep the
   * others from their time.
   *
   * @throws LabException where the lab is down before the end
   */
  public void toEnd(FaultSchedule schedule) throws InterruptedException {
    Map<String, Cable> cables = new HashMap<>();
    try {
      // Before the start, because the first of them takes as long as it takes to load code.
      for (FaultSchedule.Due due : schedule.left()) {
        if (due.effect() instanceof Fault.SetLink link) {
          Labs.requireUp(lab.name());
          cables.computeIfAbsent(link.reference(), reference -> Cable.of(lab, reference));
        }
      }
      toEnd(schedule, cables);
    } finally {
      cables.values().forEach(Cable::close);
    }
  }

  private void toEnd(FaultSchedule schedule, Map<String, Cable> cables)
      throws InterruptedException {
    long start = System.nanoTime();
    Optional<Duration> next = schedule.next();
    while (next.isPresent()) {
      TimeUnit.NANOSECONDS.sleep(next.get().minus(since(start)).toNanos());
      for (FaultSchedule.Due due : schedule.takeDue(since(start))) {
        LabState state = Labs.requireUp(lab.name());
        String error = errorOf(due.effect(), state, cables);
        listener.accept(new Outcome(due, since(start), error));
      }
      next = schedule.next();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String errorOf(Fault.Effect effect, LabState state, Map<String, Cable> cables)
      throws InterruptedException {
    try {
      bringAbout(effect, state, cables);
      return "";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void bringAbout(Fault.Effect effect, LabState state, Map<String, Cable> cables)
      throws InterruptedException {
    if (effect instanceof Fault.SetLink link) {
      Objects.requireNonNull(cables.get(link.reference())).set(link.up());
    } else if (effect instanceof Fault.Kill kill) {
      ServiceKill.run(state, kill);
    } else {
      throw new AssertionError(effect); // a fault that nobody brings about
    }
  }
}
