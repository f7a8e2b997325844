package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.testing.MignetProcess;
import dev.mignet.topology.testing.ScratchLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class CleanIT {

  //  a (service) --- b
  //   eth0        eth0
  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: { services: [{ apache: { behaviour: %s } }], disk: { size: 8 MiB } }, b: }
      links: [{ endpoints: ["a:eth0", "b:eth0"] }]
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private final String lab = scratch.name();

  private String topology(String behaviour) throws IOException {
    String text = TOPOLOGY.formatted(lab, behaviour);
    return Files.writeString(folder.resolve("x.mignet.yaml"), text).toString();
  }

  /** What clean would remove; others may have labs on this machine. */
  private static List<String> owners() {
    String json = Mignet.run("clean", "--dry-run", "--json").out();
    return StreamSupport.stream(JsonParser.parseString(json).getAsJsonArray().spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(leftover -> leftover.get("owner").getAsString())
        .distinct()
        .toList();
  }

  @Test
  void what_a_killed_up_has_left_is_found_removed_and_told() throws Exception {
    Process up = MignetProcess.start(Map.of(), "up", "-t", topology("never-answer"));
    await()
        .until(
            () ->
                Labs.state(lab)
                    .filter(state -> state.done().contains("assign addresses of a"))
                    .isPresent());
    await().until(() -> !Labs.processes(lab, "a").isEmpty());
    assertThat(owners()).as("while up is at it").doesNotContain(lab);
    up.destroyForcibly().waitFor();
    await().until(() -> owners().contains(lab)); // not in the first moments of an up
    Path disk = backingOfDisk();
    assertThat(disk).exists();

    // Only of this lab: others may test on this machine too.
    Mignet.Result clean = Mignet.run("clean", "--lab", lab);

    assertThat(clean.exitCode()).isZero();
    assertThat(clean.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .startsWith("OF | KIND | REMOVED")
        .anyMatch(line -> line.matches(lab + " \\| process \\| \\d+ .*sleep 1000"))
        .anyMatch(line -> line.startsWith(lab + " | cgroup | /"))
        .contains(
            lab + " | namespace | /run/netns/mignet-" + lab + ".a",
            lab + " | namespace | /run/netns/mignet-" + lab + ".b",
            lab + " | mount | /run/mignet/" + lab + "/nodes/a",
            lab + " | folder | /run/mignet/" + lab);
    ScratchLabs.assertNothingLeft(lab);
    await().untilAsserted(() -> assertThat(disk).doesNotExist());
  }

  /** A file that is there while node a's disk has its loop device. */
  private Path backingOfDisk() throws IOException {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      String device =
          mounts
              .map(line -> line.split(" ", -1))
              .filter(fields -> fields[1].equals("/run/mignet/" + lab + "/nodes/a"))
              .map(fields -> fields[0].replace("/dev/", ""))
              .findFirst()
              .orElseThrow();
      return Path.of("/sys/block", device, "loop/backing_file");
    }
  }

  @Test
  void a_lab_that_is_up_is_no_leftover() throws Exception {
    assertThat(Mignet.run("up", "-t", topology("run")).exitCode()).isZero();

    assertThat(owners()).doesNotContain(lab);
    String namespace = "/run/netns/mignet-" + lab + ".a";
    await().until(() -> Mignet.run("clean", "--all", "--dry-run").out().contains(namespace));
    assertThat(owners()).as("when it is older than a moment").doesNotContain(lab);
    assertThat(Labs.state(lab)).isPresent();
  }

  @Test
  void what_a_killed_doctor_has_left_is_found() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    String name = "mignet.doctor-" + ended.pid();
    String limited = "mignet.doctor-limits-" + ended.pid();
    NetworkNamespace.create(name).close();
    CgroupHierarchy.probe().group(limited).create();
    try {
      assertThat(owners()).contains(name, limited);
    } finally {
      CgroupHierarchy.probe().group(limited).remove();
      NamespaceFiles.delete(name);
    }
  }
}
