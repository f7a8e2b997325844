package dev.mignet.topology.run;

import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.DurationText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what Mignet starts for a lab may take: so much does a slow machine need more than usual.
 * A lab keeps it for whatever starts something in it later: the {@link DaemonKeeper}, a fault, a
 * command that changes a link.
 *
 * @param answer until a daemon or a service answers, 1 s to 1 h
 */
public record Timeout(Duration answer) {

  /** What it is called in the environment. */
  public static final String VARIABLE = "MIGNET_TIMEOUT";

  /** Of a machine that is not slow. */
  public static final String USUAL = "30 s";

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(1);

  /**
   * As a text says, such as {@code 5 min}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Timeout of(String text) {
    DurationText.problemOf(text, LEAST, MOST)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return new Timeout(DurationText.parse(text).orElseThrow());
  }

  /**
   * As the environment says.
   *
   * @param value of {@link #VARIABLE}, null where there is none
   * @throws LabException naming the variable, and what is wrong with its value
   */
  static Timeout ofEnvironment(@Nullable String value) {
    try {
      return of(value == null ? USUAL : value);
    } catch (IllegalArgumentException e) {
      throw new LabException(VARIABLE + ": " + e.getMessage(), e);
    }
  }

  /** What a lab has kept; the usual one where there is no such thing, so that all can go down. */
  static Timeout kept(LabFolder folder) {
    try {
      return of(Files.readString(folder.timeout()));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return of(USUAL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has a lab keep it. */
  void keep(LabFolder folder) {
    PrivateFile.write(folder.timeout(), DurationText.text(answer));
  }

  /** For a single question whether a service answers, and for another's change of a link. */
  Duration ofMoment() {
    return answer.dividedBy(3);
  }

  /** For a command to end, and for another's change of a link that starts its engine first. */
  Duration ofCommand() {
    return answer.multipliedBy(2);
  }
}
