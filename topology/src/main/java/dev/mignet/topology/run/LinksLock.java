package dev.mignet.topology.run;

import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Held by whoever changes a lab's links: a command or a fault for a moment, {@code up} and {@code
 * down} as long as they change the lab. Who wants it waits.
 */
final class LinksLock implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final HeldFile held;

  private LinksLock(HeldFile held) {
    this.held = held;
  }

  /** Makes what is locked; with a lab's folder, and gone with it. */
  static void create(LabFolder folder) throws IOException {
    Files.createFile(folder.linksLock());
  }

  /**
   * Takes the lock.
   *
   * @throws LabException where the lab is not up, or somebody else has the lock all the time
   */
  static LinksLock take(LabFolder folder, Duration patience) {
    return takeIfThere(folder, patience)
        .orElseThrow(() -> new LabException("lab " + folder.lab() + " is not up"));
  }

  /** Takes it if there is anything of the lab. */
  static Optional<LinksLock> takeIfThere(LabFolder folder, Duration patience) {
    Path file = folder.linksLock();
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      Optional<HeldFile> held = HeldFile.tryTake(file);
      while (held.isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE.toMillis());
        held = HeldFile.tryTake(file);
      }
      return Optional.of(new LinksLock(held.orElseThrow(() -> busy(folder, patience))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private static LabException busy(LabFolder folder, Duration patience) {
    return new LabException(
        "another mignet has been changing lab "
            + folder.lab()
            + " for more than "
            + patience.toSeconds()
            + " s; try again when it is done");
  }

  @Override
  public void close() {
    held.close();
  }
}
