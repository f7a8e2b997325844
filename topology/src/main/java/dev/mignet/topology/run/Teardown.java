package dev.mignet.topology.run;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.process.Cgroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes all that a lab owns, found by the lab's name alone: whatever state it is in, whoever made
 * it, as often as one likes. Processes go first, because they hold the rest.
 */
final class Teardown {

  private Teardown() {}

  /** Returns when nothing of the lab is left. */
  static void of(String lab) {
    Cgroup cgroup = LabNames.labCgroup(lab);
    cgroup.kill();
    cgroup.remove();
    NamespaceFiles.list(LabNames.namespacePrefix(lab)).forEach(NamespaceFiles::delete);
    deleteTree(new LabFolder(lab).path());
    try {
      Files.deleteIfExists(LabFolder.ROOT);
    } catch (DirectoryNotEmptyException e) {
      return; // other labs
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteTree(Path folder) {
    for (Path path : deepestFirst(folder)) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Path> deepestFirst(Path folder) {
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
}
