package dev.mignet.nodes.process;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * A control group: a set of processes that every descendant joins, so that none escapes its node;
 * and what they may use together.
 *
 * <p>A group is its folder; objects hold no state. What lies below a group belongs to it. Where
 * controllers have trees of their own (version 1), a group that is limited has a folder of the same
 * name in each tree that limits it.
 */
public final class Cgroup {
  private static final int SIGKILL = 9;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 2;

  private final CgroupTree tree;
  private final Map<Controller, CgroupTree> limiting;
  private final Path path;
  private final Path folder;

  /**
   * @param tree whose groups hold processes
   * @param limiting the controllers that there are
   * @param path relative to the root of each tree
   */
  Cgroup(CgroupTree tree, Map<Controller, CgroupTree> limiting, Path path) {
    this.tree = tree;
    this.limiting = limiting;
    this.path = path;
    this.folder = tree.mount().resolve(path);
  }

  /** Creates the group, and those above it, where absent. */
  public void create() {
    create(folder);
  }

  /**
   * Limits the group, which exists, and the processes that it has.
   *
   * @throws KernelException where the kernel refuses a limit or to hand a controller on
   * @throws IllegalStateException where there is no such controller
   */
  public void limit(Limits limits) {
    for (Controller controller : limits.controllers()) {
      LimitWriter.write(createIn(controller), path, controller, limits);
    }
  }

  /**
   * Holds the group to a rate at one block device; it exists.
   *
   * @throws KernelException where the kernel refuses
   * @throws IllegalStateException where there is no controller for it
   */
  public void throttle(Throttle throttle) {
    CgroupTree where = createIn(Controller.IO);
    if (where.version() == 2) {
      LimitWriter.enable(where.mount(), path, Controller.IO);
    }
    throttle.write(where.mount().resolve(path), where.version());
  }

  private CgroupTree createIn(Controller controller) {
    CgroupTree where = limiting.get(controller);
    if (where == null) {
      throw new IllegalStateException("no cgroup tree has the controller " + controller.key());
    }
    Path limited = where.mount().resolve(path);
    create(limited);
    if (!limited.equals(folder)) {
      join(limited);
    }
    return where;
  }

  /** Has the processes that are in the group already join it in another tree. */
  private void join(Path limited) {
    for (long pid : pids()) {
      try {
        Files.writeString(limited.resolve("cgroup.procs"), Long.toString(pid));
      } catch (IOException e) {
        if (ProcessHandle.of(pid).isPresent()) { // otherwise it has ended meanwhile
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Takes every limit from the group; its processes go on. */
  public void unlimit() {
    limiting.forEach((controller, where) -> LimitWriter.lift(where, path, controller));
  }

  /** Whether there is anything of it, in any tree. */
  public boolean exists() {
    return mounts().anyMatch(at -> Files.isDirectory(at.resolve(path)));
  }

  /** The folder that holds the processes. */
  public Path folder() {
    return folder;
  }

  /** The folder where a controller's files are; the group need not be limited by it. */
  public Optional<Path> folder(Controller controller) {
    return Optional.ofNullable(limiting.get(controller)).map(at -> at.mount().resolve(path));
  }

  /**
   * The folders that a process of the group must join: {@link #folder} in any case (a group that
   * has gone must not be left out), then those where the group is limited.
   */
  List<Path> folders() {
    Stream<Path> limited = mounts().skip(1).map(at -> at.resolve(path)).filter(Files::isDirectory);
    return Stream.concat(Stream.of(folder), limited).toList();
  }

  /** The roots of all trees that it may be in; first of the one that holds processes. */
  private Stream<Path> mounts() {
    return Stream.concat(Stream.of(tree), limiting.values().stream())
        .map(CgroupTree::mount)
        .distinct();
  }

  /** The processes of the group and of those below; empty where it does not exist. */
  public List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    for (Path group : deepestFirst(folder)) {
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
   * else by SIGKILL to all, again until no fork has escaped. One that waits for its disk dies only
   * when it has been served, so the group is not held to a rate any more.
   *
   * @throws IllegalStateException when some are still there after 10 s
   */
  public void kill() {
    liftThrottles();
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
   * Kills some of the group's processes, and waits until there is none such.
   *
   * @param which of a process id, whether it is meant; asked again for those that come meanwhile
   * @throws IllegalStateException when some are still there after 10 s
   */
  public void kill(LongPredicate which) {
    await(
        "processes of " + folder + " do not die",
        () -> {
          List<Long> pids = pids().stream().filter(which::test).toList();
          pids.forEach(Cgroup::kill);
          return pids.isEmpty();
        });
  }

  /**
   * Removes the group, those below, and those above that are empty then, in every tree. No error
   * where it does not exist.
   */
  public void remove() {
    mounts().forEach(this::remove);
  }

  private void remove(Path root) {
    Path group = root.resolve(path);
    await(
        "cgroup " + group + " cannot be removed",
        () -> deepestFirst(group).stream().allMatch(Cgroup::removeFolder));
    Path above = group.getParent();
    while (above != null && !above.equals(root) && removeFolder(above)) {
      above = above.getParent();
    }
  }

  private void liftThrottles() {
    CgroupTree where = limiting.get(Controller.IO);
    if (where != null) {
      deepestFirst(where.mount().resolve(path))
          .forEach(group -> Throttle.lift(group, where.version()));
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

  private static void create(Path group) {
    try {
      boolean created = false;
      while (!created) {
        try {
          Files.createDirectories(group);
          created = true;
        } catch (NoSuchFileException e) {
          created = false; // the last other group just went, and the empty one above with it
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The group and all below it; none where it does not exist. */
  private static List<Path> deepestFirst(Path group) {
    if (!Files.isDirectory(group)) {
      return List.of();
    }
    List<Path> groups = new ArrayList<>();
    addDeepestFirst(group, groups);
    return groups;
  }

  private static void addDeepestFirst(Path group, List<Path> groups) {
    try {
      if (!hasNoneBelow(group)) {
        try (DirectoryStream<Path> below = Files.newDirectoryStream(group, Files::isDirectory)) {
          below.forEach(one -> addDeepestFirst(one, groups));
        }
      }
      groups.add(group);
    } catch (NoSuchFileException e) {
      return; // somebody else removes the same group
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether a group is seen to have none below: a folder has a link for itself, one for its name,
   * and one for each folder in it. To read a group's folder is to look at some fifty files.
   */
  private static boolean hasNoneBelow(Path group) throws IOException {
    return (int) Files.getAttribute(group, "unix:nlink") == 2;
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
