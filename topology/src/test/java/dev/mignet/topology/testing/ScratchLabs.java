package dev.mignet.topology.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Names for a test's labs that no other test run uses; the labs go after the test. */
public final class ScratchLabs implements AfterEachCallback {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final List<String> names = new ArrayList<>();

  /** A new name for a lab. */
  public String name() {
    String pid = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    String name = "it" + pid + "-" + COUNTER.incrementAndGet();
    names.add(name);
    return name;
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    for (String name : names) {
      new LocalLabs(Topologies.CATALOGUE).down(name);
      assertNothingLeft(name);
    }
    names.clear();
  }

  /** Namespaces, mounts, cgroups with their processes, files: nothing has the lab's name. */
  public static void assertNothingLeft(String lab) throws IOException {
    assertThat(NamespaceFiles.list("mignet-" + lab + ".")).as("namespaces").isEmpty();
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      assertThat(
              mounts.filter(
                  line ->
                      line.contains("mignet-" + lab + ".")
                          || line.contains("/run/mignet/" + lab + "/")))
          .as("mounts")
          .isEmpty();
    }
    assertThat(CgroupHierarchy.probe().group("mignet/" + lab).exists()).as("cgroup").isFalse();
    assertThat(Path.of("/run/mignet", lab)).doesNotExist();
  }
}
