package dev.mignet.nodes.process;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A control group: a set of processes that every descendant joins, so that none escapes its node.
 *
 * <p>A group is its folder; objects hold no state. What lies below a group belongs to it.
 */
public final class Cgroup {
  private static final int SIGKILL = 9;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 2;

  private final Path folder;
  private final Path root;

  Cgroup(Path folder, Path root) {
    this.folder = folder;
    this.root = root;
  }

  /** Creates the group, and those above it, where absent. */
  public void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean exists() {
    return Files.isDirectory(folder);
  }

  public Path folder() {
    return folder;
  }

  /** Moves a process (all its threads) into the group; its later children are born there. */
  public void add(long pid) {
    try {
      Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of the group and of those below; empty where it does not exist. */
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    for (Path group : tree()) {
      try {
        Files.readAllLines(group.resolve("cgroup.procs"))
            .forEach(line -> pids.add(Long.valueOf(line)));
      } catch (IOException e) {
        if (Files.isDirectory(group)) { // otherwise removed meanwhile
          throw new UncheckedIOException(e);
        }
      }
    }
    return pids;
  }

  /**
   * Kills every process of the group and waits until none is left: by cgroup.kill (Linux 5.14, v2),
   * else by SIGKILL to all, again until no fork has escaped.
   *
   * @throws IllegalStateException when some are still there after 10 s
   */
  public void kill() {
    await(
        "processes of " + folder + " do not die",
        () -> {
          List<Long> pids = pids();
          if (!pids.isEmpty() && !killAtOnce()) {
            pids.forEach(Cgroup::kill);
          }
          return pids.isEmpty();
        });
  }

  /**
   * Removes the group, those below, and those above that are empty then. No error where it does not
   * exist.
   */
  public void remove() {
    await(
        "cgroup " + folder + " cannot be removed",
        () -> tree().stream().allMatch(Cgroup::removeFolder));
    Path above = folder.getParent();
    while (above != null && above.startsWith(root) && !above.equals(root) && removeFolder(above)) {
      above = above.getParent();
    }
  }

  private boolean killAtOnce() {
    Path file = folder.resolve("cgroup.kill");
    if (!Files.exists(file)) {
      return false;
    }
    try {
      Files.writeString(file, "1");
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(long pid) {
    int result = Syscalls.kill(Math.toIntExact(pid), SIGKILL);
    if (result != -Errno.ESRCH) {
      KernelException.check("kill", Long.toString(pid), result);
    }
  }

  /** False while it still has processes (a killed one may take a moment) or groups. */
  private static boolean removeFolder(Path group) {
    try {
      Files.deleteIfExists(group);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (IOException e) {
      return !Files.exists(group); // EBUSY otherwise
    }
  }

  /** The group and all below it, the deepest first. */
  private List<Path> tree() {
    if (!exists()) {
      return List.of();
    }
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> groups = new ArrayList<>(below.filter(Files::isDirectory).toList());
      Collections.reverse(groups);
      return groups;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String complaint, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(complaint);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true; // finish, or the lab would be left half torn down
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
