package dev.mignet.nodes.testing;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Network namespaces (and a cgroup) for one test, under names that no other test run uses; gone
 * after the test, whatever its outcome, and checked to be gone.
 *
 * <pre>{@code
 * @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();
 * ...
 * NetworkNamespace client = scratch.namespace("client");
 * }</pre>
 */
public final class ScratchNamespaces implements BeforeEachCallback, AfterEachCallback {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();
  private String lab = "";
  private @Nullable Cgroup cgroup;

  /**
   * The name of this test's lab: {@code [a-z][a-z0-9-]*}, unique among the runs on this machine.
   */
  public String lab() {
    return lab;
  }

  /**
   * Creates the namespace {@code mignet-LAB-NODE} with {@code lo} up, or returns the one that this
   * test has.
   */
  public NetworkNamespace namespace(String node) {
    return namespaces.computeIfAbsent(
        node,
        key -> {
          NetworkNamespace namespace = NetworkNamespace.create("mignet-" + lab + "-" + key);
          namespace.rtnetlink().up("lo");
          return namespace;
        });
  }

  /**
   * The cgroup {@code mignet/LAB}, created; whatever is in it or below is killed after the test.
   */
  public Cgroup cgroup() {
    Cgroup group = CgroupHierarchy.probe().group("mignet/" + lab);
    group.create();
    cgroup = group;
    return group;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    lab = "t" + Long.toString(ProcessHandle.current().pid(), 36) + "-" + COUNTER.incrementAndGet();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (cgroup != null) {
      cgroup.kill();
      cgroup.remove();
    }
    namespaces.values().forEach(NetworkNamespace::close);
    NamespaceFiles.list("mignet-" + lab + "-").forEach(NamespaceFiles::delete);
    namespaces.clear();
    List<String> leaks = leaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError("the test left behind: " + leaks);
    }
  }

  private List<String> leaks() throws IOException {
    List<String> leaks = new ArrayList<>(NamespaceFiles.list("mignet-" + lab + "-"));
    try (var mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      mounts.filter(line -> line.contains("mignet-" + lab + "-")).forEach(leaks::add);
    }
    if (cgroup != null && cgroup.exists()) {
      leaks.add(cgroup.toString());
    }
    return leaks;
  }
}
