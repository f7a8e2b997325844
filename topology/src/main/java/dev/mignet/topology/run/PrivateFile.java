package dev.mignet.topology.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** Writes files that only their owner may read, all at once or not at all. */
final class PrivateFile {

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

  private static Path temporaryBeside(Path file) throws IOException {
    return Files.createTempFile(
        file.toAbsolutePath().getParent(),
        ".new",
        null,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }
}
