package dev.mignet.topology.faults;

import dev.mignet.topology.model.Fault;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.WireKey;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Brings a schedule's faults about in a lab that is up. */
public final class FaultRun {

  private final String lab;
  private final LinkControl links;
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
  public FaultRun(LocalLabs labs, String lab, Consumer<Outcome> listener) {
    this.lab = lab;
    this.links = new LinkControl(labs, lab);
    this.listener = listener;
  }

  /**
   * Runs the schedule to its end, in the calling thread. A fault that fails does not keep the
   * others from their time.
   *
   * @throws LabException where the lab is down before the end
   */
  public void toEnd(FaultSchedule schedule) throws InterruptedException {
    // Before the start, because the first of them takes as long as it takes to load code.
    for (FaultSchedule.Due due : schedule.left()) {
      if (due.effect() instanceof Fault.OnLink link) {
        links.look(link.reference());
      }
    }
    long start = System.nanoTime();
    Optional<Duration> next = schedule.next();
    while (next.isPresent()) {
      TimeUnit.NANOSECONDS.sleep(next.get().minus(since(start)).toNanos());
      for (FaultSchedule.Due due : schedule.takeDue(since(start))) {
        LabState state = Labs.requireUp(lab);
        String error = errorOf(due.effect(), state);
        listener.accept(new Outcome(due, since(start), error));
      }
      next = schedule.next();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private String errorOf(Fault.Effect effect, LabState state) throws InterruptedException {
    try {
      bringAbout(effect, state);
      return "";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void bringAbout(Fault.Effect effect, LabState state) throws InterruptedException {
    if (effect instanceof Fault.SetLink link && link.up()) {
      links.up(link.reference());
    } else if (effect instanceof Fault.SetLink link) {
      links.down(link.reference());
    } else if (effect instanceof Fault.ImpairLink link) {
      links.set(link.reference(), values(link.forward()), values(link.back()));
    } else if (effect instanceof Fault.RestoreLink link) {
      links.restore(link.reference(), keys(link.forward()), keys(link.back()));
    } else if (effect instanceof Fault.Kill kill) {
      ServiceKill.run(state, kill);
    } else {
      throw new AssertionError(effect); // a fault that nobody brings about
    }
  }

  private static Map<WireKey, String> values(Map<String, String> said) {
    Map<WireKey, String> values = new EnumMap<>(WireKey.class);
    said.forEach((key, text) -> WireKey.find(key).ifPresent(known -> values.put(known, text)));
    return values;
  }

  private static Set<WireKey> keys(Collection<String> said) {
    Set<WireKey> keys = EnumSet.noneOf(WireKey.class);
    said.forEach(key -> WireKey.find(key).ifPresent(keys::add));
    return keys;
  }
}
