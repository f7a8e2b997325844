package dev.mignet.nodes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mounted cgroup trees of this machine: one that processes are grouped in - version 2 wherever
 * it is mounted, else one of version 1 - and those that have the controllers by which a group is
 * limited. With version 2 all may be the same tree; with version 1 each controller has its own.
 */
public final class CgroupHierarchy {
  /** v1 trees in the order of preference: those whose mere membership limits nothing. */
  private static final List<String> V1 = List.of("freezer", "pids", "cpuacct", "name=systemd");

  /** What was found; a process looks once, as each node's namespace makes the list longer. */
  private static volatile @Nullable CgroupHierarchy found;

  private final CgroupTree tree;
  private final Map<Controller, CgroupTree> limiting;

  private CgroupHierarchy(CgroupTree tree, Map<Controller, CgroupTree> limiting) {
    this.tree = tree;
    this.limiting = limiting;
  }

  /**
   * The machine's trees.
   *
   * @throws UncheckedIOException where there is none: "no cgroup hierarchy is mounted"
   */
  public static CgroupHierarchy probe() {
    CgroupHierarchy known = found;
    if (known == null) {
      known = look();
      found = known;
    }
    return known;
  }

  private static CgroupHierarchy look() {
    try {
      return choose(
              Files.readString(Path.of("/proc/self/mounts")), CgroupHierarchy::controllersOfRoot)
          .orElseThrow(
              () -> new IOException("no cgroup hierarchy is mounted (v2, or v1 freezer or pids)"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String controllersOfRoot(Path mount) {
    try {
      return Files.readString(mount.resolve("cgroup.controllers"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Chooses from the text of /proc/self/mounts: device, folder, type, options, 0, 0 a line.
   *
   * @param controllers from the mount of version 2 to the text of its cgroup.controllers
   */
  static Optional<CgroupHierarchy> choose(String mounts, Function<Path, String> controllers) {
    List<String[]> usable =
        mounts
            .lines()
            .map(line -> line.split(" ", -1))
            .filter(fields -> fields.length >= 4 && !options(fields).contains("ro"))
            .toList();
    Map<Controller, CgroupTree> limiting = new EnumMap<>(Controller.class);
    for (Controller controller : Controller.values()) {
      usable.stream()
          .filter(mount -> has(mount, controller, controllers))
          .findFirst()
          .ifPresent(mount -> limiting.put(controller, tree(mount)));
    }
    return usable.stream()
        .filter(mount -> preference(mount) < V1.size())
        .min(Comparator.comparingInt(CgroupHierarchy::preference))
        .map(mount -> new CgroupHierarchy(tree(mount), limiting));
  }

  private static boolean has(
      String[] mount, Controller controller, Function<Path, String> controllers) {
    return switch (mount[2]) {
      case "cgroup" -> options(mount).contains(controller.firstKey());
      case "cgroup2" ->
          List.of(controllers.apply(tree(mount).mount()).strip().split(" ", -1))
              .contains(controller.key());
      default -> false;
    };
  }

  private static int preference(String[] mount) {
    return switch (mount[2]) {
      case "cgroup2" -> -1;
      case "cgroup" ->
          V1.stream()
              .filter(options(mount)::contains)
              .mapToInt(V1::indexOf)
              .min()
              .orElse(Integer.MAX_VALUE);
      default -> Integer.MAX_VALUE;
    };
  }

  private static List<String> options(String[] mount) {
    return Arrays.asList(mount[3].split(",", -1));
  }

  /** The kernel writes a space of a path as \040. */
  private static CgroupTree tree(String[] mount) {
    return new CgroupTree(
        Path.of(mount[1].replace("\\040", " ")), mount[2].equals("cgroup2") ? 2 : 1);
  }

  /** The root folder of the tree that processes are grouped in. */
  public Path mount() {
    return tree.mount();
  }

  /** The version of the tree that processes are grouped in: 2 or 1. */
  public int version() {
    return tree.version();
  }

  /** Where a controller is: {@code v2 at /sys/fs/cgroup}; empty where no tree has it. */
  public Optional<String> whereIs(Controller controller) {
    return Optional.ofNullable(limiting.get(controller))
        .map(where -> "v" + where.version() + " at " + where.mount());
  }

  /** The root folders of all trees that groups may be in. */
  public List<Path> mounts() {
    return Stream.concat(Stream.of(tree), limiting.values().stream())
        .map(CgroupTree::mount)
        .distinct()
        .toList();
  }

  /**
   * A group below the root, which need not exist.
   *
   * @param path relative, such as {@code mignet/LAB/NODE}
   */
  public Cgroup group(String path) {
    Path below = Path.of(path).normalize();
    if (below.isAbsolute() || below.startsWith("..") || below.toString().isEmpty()) {
      throw new IllegalArgumentException("not below the cgroup root: " + path);
    }
    return new Cgroup(tree, limiting, below);
  }
}
