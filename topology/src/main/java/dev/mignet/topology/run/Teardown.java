package dev.mignet.topology.run;

import dev.mignet.nodes.disk.NodeDisk;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.process.Cgroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Removes all that a lab owns, found by the lab's name alone: whatever state it is in, whoever made
 * it, as often as one likes.
 */
final class Teardown {

  private Teardown() {}

  /** Returns when nothing of the lab is left; waits while somebody changes one of its links. */
  static void of(String lab) {
    LabFolder folder = new LabFolder(lab);
    Optional<LinksLock> lock = LinksLock.takeIfThere(folder, Timeout.kept(folder).ofCommand());
    try {
      remove(lab);
    } finally {
      lock.ifPresent(LinksLock::close);
    }
  }

  private static void remove(String lab) {
    int count = 0;
    for (Runnable step : users(lab)) {
      step.run();
      KillPoint.passed(++count);
    }
    for (Path path : files(new LabFolder(lab))) { // only now does nobody make more of them
      delete(path);
      KillPoint.passed(++count);
    }
  }

  /**
   * The state goes first: without one, the rest is seen to be left over, should this process be
   * killed. Then processes, because they hold the others.
   */
  private static List<Runnable> users(String lab) {
    LabFolder folder = new LabFolder(lab);
    Cgroup cgroup = LabNames.labCgroup(lab);
    List<Runnable> steps = new ArrayList<>();
    steps.add(() -> delete(folder.state()));
    steps.add(cgroup::kill);
    steps.add(cgroup::remove);
    for (String namespace : NamespaceFiles.list(LabNames.namespacePrefix(lab))) {
      steps.add(() -> NamespaceFiles.delete(namespace));
    }
    for (Path disk : NodeDisk.mounted(folder.path())) {
      steps.add(() -> NodeDisk.unmount(disk));
    }
    return steps;
  }

  private static List<Path> files(LabFolder folder) {
    List<Path> files = new ArrayList<>(deepestFirst(folder));
    files.add(LabFolder.ROOT);
    return files;
  }

  /** Deletes a file or an empty folder. */
  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      if (!path.equals(LabFolder.ROOT)) { // where other labs have theirs
        throw new UncheckedIOException(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files of the lab and at last their folder; before it the lock, which tells whose it is. */
  private static List<Path> deepestFirst(LabFolder folder) {
    Comparator<Path> last =
        Comparator.comparing((Path path) -> path.equals(folder.path()))
            .thenComparing(path -> path.equals(folder.lock()));
    return FileTree.deepestFirst(folder.path()).stream().sorted(last).toList();
  }
}
