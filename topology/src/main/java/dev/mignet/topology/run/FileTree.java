package dev.mignet.topology.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with all that is in it. */
final class FileTree {
  private FileTree() {}

  /** All of it, what is in a folder before the folder; empty where it does not exist. */
  static List<Path> deepestFirst(Path folder) {
    while (true) {
      try (Stream<Path> tree = Files.walk(folder)) {
        return tree.sorted(Comparator.reverseOrder()).toList();
      } catch (NoSuchFileException e) {
        return List.of();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        } // somebody else takes the same lab down: look again
      }
    }
  }

  /** Deletes all of it; no error where it does not exist. */
  static void delete(Path folder) {
    for (Path path : deepestFirst(folder)) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
