package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.mignet.topology.fidelity.Counters;
import dev.mignet.topology.fidelity.Judge;
import dev.mignet.topology.fidelity.Verdict;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a lab that is up has behaved as its file says. It costs nothing while the lab lives: the
 * kernel counts, and what it has counted is read before and after.
 *
 * <pre>{@code
 * Fidelity before = Fidelity.now(lab);
 * ... // the experiment
 * Verdict verdict = before.until(Fidelity.now(lab));
 * }</pre>
 */
public final class Fidelity {

  private static final Gson GSON = new Gson();

  private final Counters counters;

  private Fidelity(Counters counters) {
    this.counters = counters;
  }

  /** What the kernel has counted up to now for a lab that is up. */
  public static Fidelity now(Lab lab) {
    return new Fidelity(CounterReader.read(lab));
  }

  /** Judges the time from this moment to a later one of the same lab. */
  public Verdict until(Fidelity later) {
    return Judge.judge(counters, later.counters);
  }

  /**
   * Judges a lab's life since it came up, or was changed to what another file says.
   *
   * @return empty where the lab has kept nothing to compare with
   */
  public static Optional<Verdict> sinceUp(Lab lab) {
    return kept(lab).map(before -> new Fidelity(before).until(now(lab)));
  }

  /** Keeps what has been counted while the lab came up. */
  static void keep(Lab lab) {
    keep(lab, CounterReader.readFirst(lab));
  }

  /** Begins anew: a lab that was changed is another one, with other rates. */
  static void renew(Lab lab) {
    keep(lab, CounterReader.read(lab));
  }

  /**
   * Ends of wires are shaped to other rates than before, and the kernel goes on counting.
   *
   * @param rates the fastest that they have had, bit/s, by the name of the end
   */
  static void allow(Lab lab, Map<String, Long> rates) {
    if (!rates.isEmpty()) {
      kept(lab).ifPresent(before -> keep(lab, before.withRates(rates)));
    }
  }

  /** Empty where the lab has kept nothing to compare with. */
  private static Optional<Counters> kept(Lab lab) {
    LabFolder folder = new LabFolder(lab.name());
    try {
      return Optional.of(GSON.fromJson(Files.readString(folder.counters()), Counters.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonParseException e) {
      throw new LabException(folder.counters() + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keep(Lab lab, Counters counters) {
    PrivateFile.write(new LabFolder(lab.name()).counters(), GSON.toJson(counters) + '\n');
  }
}
