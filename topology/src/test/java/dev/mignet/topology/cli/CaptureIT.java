package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.testing.MignetProcess;
import dev.mignet.topology.testing.ScratchLabs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class CaptureIT {

  //  a --- b
  //  eth0  eth0
  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: , b: }
      links: [{ endpoints: ["a:eth0", "b:eth0"] }]
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private String lab = "";
  private Path messages = Path.of("");

  @BeforeEach
  void bring_the_lab_up() throws IOException {
    assumeThat(Path.of("/usr/bin/dumpcap")).as("dumpcap is installed").exists();
    lab = scratch.name();
    messages = folder.resolve("messages");
    Path file = Files.writeString(folder.resolve("x.mignet.yaml"), TOPOLOGY.formatted(lab));
    Mignet.Result up = Mignet.run("up", "-t", file.toString());
    assertThat(up.exitCode()).as(up.err()).isZero();
  }

  private Process capture(Path file, String... interfaces) throws IOException {
    String[] arguments = new String[5 + interfaces.length];
    arguments[0] = "capture";
    arguments[1] = "--lab";
    arguments[2] = lab;
    arguments[3] = "-w";
    arguments[4] = file.toString();
    System.arraycopy(interfaces, 0, arguments, 5, interfaces.length);
    Process capture = MignetProcess.start(messages, Map.of(), arguments);
    await()
        .until(() -> !capture.isAlive() || Files.readString(messages).contains("capturing into "));
    return capture;
  }

  private static String describe(Path capture) throws IOException {
    Process capinfos =
        new ProcessBuilder("capinfos", "-M", capture.toString()).redirectErrorStream(true).start();
    return new String(capinfos.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void packets_of_two_nodes_are_in_one_capture_live_and_after_the_end() throws Exception {
    Path file = folder.resolve("both.pcapng");
    Process capture = capture(file, "a:eth0", "b:eth0");
    try {
      assertThat(Mignet.run("ping", "--lab", lab).exitCode()).isZero();
      // 2 requests and 2 answers, each seen at both nodes
      await().until(() -> describe(file).matches("(?s).*Number of packets: +(8|9|1\\d)\\D.*"));
    } finally {
      capture.destroy();
    }

    assertThat(capture.waitFor()).isEqualTo(143);
    assertThat(describe(file))
        .contains("Number of interfaces in file: 2", "Name = a:eth0", "Name = b:eth0")
        .doesNotContain("cut short", "Number of packets = 0");
    assertThat(Mignet.run("ps", "--lab", lab).out()).doesNotContain("dumpcap");
  }

  @Test
  void a_capture_ends_with_its_lab() throws Exception {
    Process capture = capture(folder.resolve("x.pcapng"), "a:eth0", "a:lo");

    assertThat(Mignet.run("down", "--lab", lab).exitCode()).isZero();

    assertThat(capture.waitFor()).isZero();
    assertThat(describe(folder.resolve("x.pcapng"))).contains("Number of interfaces in file: 2");
  }

  @Test
  void a_node_or_interface_that_is_not_there_is_told() throws Exception {
    assertThat(Mignet.run("capture", "--lab", lab, "c:eth0").err())
        .startsWith("no node named \"c\" in lab " + lab + ": a, b");
    assertThat(Mignet.run("capture", "--lab", lab, "a").err())
        .startsWith("\"a\" is no NODE:INTERFACE");
    Mignet.Result result =
        Mignet.run("capture", "--lab", lab, "-w", folder.resolve("x").toString(), "b:eth9");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("dumpcap does not run at node b", "eth9");
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
