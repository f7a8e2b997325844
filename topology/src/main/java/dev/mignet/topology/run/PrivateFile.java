package dev.mignet.topology.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Writes files that only their owner may read, all at once or not at all. */
final class PrivateFile {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private PrivateFile() {}

  static void write(Path file, String text) {
    try {
      Path temporary = temporaryBeside(file);
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the bytes unless there is such a file, which stays as it is; several may ask at once.
   */
  static void writeOnce(Path file, Supplier<byte[]> bytes) {
    if (Files.exists(file)) {
      return;
    }
    try {
      Path temporary = temporaryBeside(file);
      try {
        Files.write(temporary, bytes.get());
        Files.createLink(file, temporary);
      } catch (FileAlreadyExistsException e) {
        // Another one was first.
      } finally {
        Files.delete(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new file of this process's own. Its name need not be a secret, as createTempFile's is. */
  private static Path temporaryBeside(Path file) throws IOException {
    while (true) {
      String name = ".new." + ProcessHandle.current().pid() + '.' + NUMBERS.incrementAndGet();
      try {
        return Files.createFile(file.resolveSibling(name), OWNER_ONLY);
      } catch (FileAlreadyExistsException e) {
        // Left by a process of this id that was killed: try the next.
      }
    }
  }
}
