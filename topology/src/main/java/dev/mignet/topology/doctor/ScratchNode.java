package dev.mignet.topology.doctor;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.process.ProcessLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A namespace and a cgroup to try things in, gone when closed. Belongs to no lab; its name holds
 * the id of the process that tries.
 */
public final class ScratchNode implements AutoCloseable {

  private static final String PREFIX = "mignet.doctor-";

  /** Of a scratch node, near or far, or of the group that {@link LimitProbes} limits. */
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(PREFIX) + "(?:limits-|far-)?(\\d{1,9})");

  private final String name;
  private final NetworkNamespace namespace;
  private final Cgroup cgroup;

  /** Makes one. */
  public ScratchNode() {
    this("");
  }

  private ScratchNode(String kind) {
    this.name = PREFIX + kind + ProcessHandle.current().pid();
    remove(name); // of a process that had our id and was killed
    this.cgroup = cgroup(name);
    this.namespace = NetworkNamespace.create(name);
  }

  /** Makes a second one. */
  public static ScratchNode far() {
    return new ScratchNode("far-");
  }

  /** The names of those that were left by processes that were killed. */
  public static List<String> left() {
    Set<String> names = new TreeSet<>(NamespaceFiles.list(PREFIX));
    for (Path tree : CgroupHierarchy.probe().mounts()) {
      try (Stream<Path> groups = Files.list(tree)) {
        groups.map(group -> group.getFileName().toString()).forEach(names::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names.stream().filter(ScratchNode::isLeft).toList();
  }

  private static boolean isLeft(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
  }

  /** The cgroup of the one of that name; need not exist. */
  public static Cgroup cgroup(String name) {
    return CgroupHierarchy.probe().group(name);
  }

  /** Removes one that was left; no error where there is nothing. */
  public static void remove(String name) {
    Cgroup cgroup = cgroup(name);
    cgroup.kill();
    cgroup.remove();
    NamespaceFiles.delete(name);
  }

  /** Open until {@link #close}. */
  public NetworkNamespace namespace() {
    return namespace;
  }

  /** Starts processes in the namespace. */
  ProcessLauncher launcher() {
    cgroup.create();
    return new ProcessLauncher(namespace.path(), cgroup);
  }

  @Override
  public void close() {
    namespace.close();
    remove(name);
  }
}
