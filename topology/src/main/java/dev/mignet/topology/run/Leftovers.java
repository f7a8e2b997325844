package dev.mignet.topology.run;

import com.google.gson.annotations.SerializedName;
import dev.mignet.nodes.disk.NodeDisk;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.topology.doctor.ScratchNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was left on the machine by a Mignet that did not come to its end, found by the names that
 * only Mignet gives. A lab that is up was left on purpose, and one that a living {@code up} still
 * makes is not left at all.
 */
public final class Leftovers {

  /** How long an {@code up} may take to lock its lab's folder once it has made it. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final boolean remove;
  private final List<Leftover> found = new ArrayList<>();

  private Leftovers(boolean remove) {
    this.remove = remove;
  }

  /**
   * Which things are meant.
   *
   * @param lab only those of this lab; empty: of every lab, and the doctor's
   * @param evenUp labs that are up too
   */
  public record Scope(Optional<String> lab, boolean evenUp) {}

  /** What kind of thing was left. */
  public enum Kind {
    @SerializedName("process")
    PROCESS,
    @SerializedName("cgroup")
    CGROUP,
    @SerializedName("namespace")
    NAMESPACE,
    /** A node's disk. */
    @SerializedName("mount")
    MOUNT,
    @SerializedName("folder")
    FOLDER
  }

  /**
   * A thing that was left.
   *
   * @param owner the lab's name, or that of the node in which {@code doctor} tries things
   * @param name a process's id and command, or a path
   */
  public record Leftover(String owner, Kind kind, String name) {}

  /** Finds what was left; touches nothing. */
  public static List<Leftover> find(Scope scope) {
    return new Leftovers(false).collect(scope);
  }

  /** Removes what {@link #find} finds, and tells what that was. */
  public static List<Leftover> remove(Scope scope) {
    return new Leftovers(true).collect(scope);
  }

  private List<Leftover> collect(Scope scope) {
    for (String lab : Labs.names()) {
      if (scope.lab().map(lab::equals).orElse(true) && isLeft(lab, scope.evenUp())) {
        ofLab(lab);
      }
    }
    for (String scratch : scope.lab().isEmpty() ? ScratchNode.left() : List.<String>of()) {
      add(scratch, ScratchNode.cgroup(scratch), List.of(scratch));
      if (remove) {
        ScratchNode.remove(scratch);
      }
    }
    return found;
  }

  private static boolean isLeft(String lab, boolean evenUp) {
    LabFolder folder = new LabFolder(lab);
    // In this order: an up that begins, or ends, between two of these is seen by the next.
    return !isJustBegun(folder)
        && UpLock.isFree(folder)
        && (evenUp || Labs.state(lab).filter(s -> s.phase() != LabState.Phase.COMING_UP).isEmpty());
  }

  private static boolean isJustBegun(LabFolder folder) {
    try {
      Instant made = Files.getLastModifiedTime(folder.path()).toInstant();
      return made.plus(MOMENT).isAfter(Instant.now()) && !UpLock.wasTaken(folder);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ofLab(String lab) {
    add(lab, LabNames.labCgroup(lab), NamespaceFiles.list(LabNames.namespacePrefix(lab)));
    Path folder = new LabFolder(lab).path();
    for (Path mount : NodeDisk.mounted(folder)) {
      found.add(new Leftover(lab, Kind.MOUNT, mount.toString()));
    }
    if (Files.exists(folder)) {
      found.add(new Leftover(lab, Kind.FOLDER, folder.toString()));
    }
    if (remove) {
      Teardown.of(lab);
    }
  }

  private void add(String owner, Cgroup cgroup, List<String> namespaces) {
    for (long pid : cgroup.pids()) {
      String command =
          ProcessHandle.of(pid).flatMap(process -> process.info().commandLine()).orElse("");
      found.add(new Leftover(owner, Kind.PROCESS, (pid + " " + command).strip()));
    }
    if (cgroup.exists()) {
      found.add(new Leftover(owner, Kind.CGROUP, cgroup.toString()));
    }
    for (String namespace : namespaces) {
      if (NamespaceFiles.exists(namespace)) {
        String path = NetworkNamespace.path(namespace).toString();
        found.add(new Leftover(owner, Kind.NAMESPACE, path));
      }
    }
  }
}
