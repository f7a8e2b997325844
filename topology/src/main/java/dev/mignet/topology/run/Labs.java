package dev.mignet.topology.run;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the labs of this machine. */
public final class Labs {

  private Labs() {}

  /** The names of all labs of which there is anything: a folder, a namespace, or a cgroup. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(folders(LabFolder.ROOT));
    for (Path mount : CgroupHierarchy.probe().mounts()) {
      names.addAll(folders(mount.resolve(LabNames.CGROUP_ROOT)));
    }
    for (String namespace : NamespaceFiles.list(LabNames.NAMESPACE_PREFIX)) {
      int dot = namespace.indexOf('.');
      if (dot > 0) {
        names.add(namespace.substring(LabNames.NAMESPACE_PREFIX.length(), dot));
      }
    }
    return names;
  }

  /** What is known of a lab; empty where there is none of that name, or hardly anything of it. */
  public static Optional<LabState> state(String lab) {
    return StateFile.load(new LabFolder(lab));
  }

  /**
   * The state of a lab that is up, even if it is being changed.
   *
   * @throws LabException where it is not
   */
  public static LabState requireUp(String lab) {
    return state(lab)
        .filter(state -> state.phase() != LabState.Phase.COMING_UP)
        .orElseThrow(() -> new LabException("lab " + lab + " is not up"));
  }

  /** The processes of a node that live, the node's own and whatever was started there since. */
  public static List<Long> processes(String lab, String node) {
    List<Long> pids = new ArrayList<>(LabNames.nodeCgroup(lab, node).pids());
    pids.addAll(LabNames.daemonCgroup(lab, node).pids());
    return pids;
  }

  private static List<String> folders(Path parent) {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).map(p -> p.getFileName().toString()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
