package dev.mignet.topology.run;

import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by the process that brings a lab up or changes it to another file, so that no other takes
 * down what is still being made. The kernel lets go of it when the process ends, however it ends.
 */
final class UpLock implements AutoCloseable {

  private final HeldFile held;

  private UpLock(HeldFile held) {
    this.held = held;
  }

  /** Takes the lock of a lab. */
  static UpLock take(LabFolder folder) {
    try {
      HeldFile held =
          HeldFile.tryTake(folder.lock(), StandardOpenOption.CREATE)
              .orElseThrow(() -> busy(folder));
      held.sign(); // from now on it may be relied upon
      return new UpLock(held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Throws {@link LabException} where another process, or another thread, brings the lab up. */
  static void requireFree(LabFolder folder) {
    if (!isFree(folder)) {
      throw busy(folder);
    }
  }

  /** Whether somebody has had the lock; before, its being free tells nothing. */
  static boolean wasTaken(LabFolder folder) {
    try {
      return Files.size(folder.lock()) > 0;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nobody brings the lab up. */
  static boolean isFree(LabFolder folder) {
    try {
      Optional<HeldFile> held = HeldFile.tryTake(folder.lock());
      held.ifPresent(HeldFile::close);
      return held.isPresent();
    } catch (NoSuchFileException e) {
      return true; // nobody has begun
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LabException busy(LabFolder folder) {
    return new LabException(
        "lab " + folder.lab() + " is being brought up by another mignet; stop that one first");
  }

  @Override
  public void close() {
    held.close();
  }
}
