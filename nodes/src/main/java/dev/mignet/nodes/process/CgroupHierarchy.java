package dev.mignet.nodes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A mounted cgroup tree that processes can be grouped in: cgroup v2 wherever it is mounted, else a
 * v1 tree.
 *
 * @param mount its root folder
 * @param version 2 or 1
 */
public record CgroupHierarchy(Path mount, int version) {
  /** v1 trees in the order of preference: those whose mere membership limits nothing. */
  private static final List<String> V1 = List.of("freezer", "pids", "cpuacct", "name=systemd");

  /**
   * The machine's hierarchy.
   *
   * @throws UncheckedIOException where there is none: "no cgroup hierarchy is mounted"
   */
  public static CgroupHierarchy probe() {
    try {
      return choose(Files.readString(Path.of("/proc/self/mounts")))
          .orElseThrow(
              () -> new IOException("no cgroup hierarchy is mounted (v2, or v1 freezer or pids)"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Chooses from the text of /proc/self/mounts: device, folder, type, options, 0, 0 a line. */
  static Optional<CgroupHierarchy> choose(String mounts) {
    return mounts
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length >= 4 && preference(fields) < V1.size())
        .min(Comparator.comparingInt(CgroupHierarchy::preference))
        .map(
            fields ->
                new CgroupHierarchy(
                    Path.of(unescape(fields[1])), fields[2].equals("cgroup2") ? 2 : 1));
  }

  private static int preference(String[] mount) {
    List<String> options = Arrays.asList(mount[3].split(",", -1));
    if (options.contains("ro")) {
      return Integer.MAX_VALUE;
    }
    return switch (mount[2]) {
      case "cgroup2" -> -1;
      case "cgroup" ->
          V1.stream()
              .filter(options::contains)
              .mapToInt(V1::indexOf)
              .min()
              .orElse(Integer.MAX_VALUE);
      default -> Integer.MAX_VALUE;
    };
  }

  /** The kernel writes a space of a path as \040. */
  private static String unescape(String path) {
    return path.replace("\\040", " ");
  }

  /**
   * A group below the root, which need not exist.
   *
   * @param path relative, such as {@code mignet/LAB/NODE}
   */
  public Cgroup group(String path) {
    Path folder = mount.resolve(path).normalize();
    if (!folder.startsWith(mount) || folder.equals(mount)) {
      throw new IllegalArgumentException("not below the cgroup root: " + path);
    }
    return new Cgroup(folder, mount);
  }
}
