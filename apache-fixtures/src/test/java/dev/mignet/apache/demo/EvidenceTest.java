package dev.mignet.apache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.apache.capture.CaptureFile;
import dev.mignet.apache.capture.ClientView;
import dev.mignet.apache.capture.Frame;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against captures of real migrations from b to c, of the client's connections 58614 and 58622; the
 * first is from a faulty Mignet, whose client saw a reset after the end. The headers of the
 * messages on the SAN were brought to version 5 of the protocol afterwards, with seals of zeros.
 */
@SuppressWarnings("NullAway.Init") // JUnit calls read() first
class EvidenceTest {

  private static final int FAULTY = 58614;
  private static final int GOOD = 58622;

  @TempDir private Path folder;
  private Evidence evidence;

  @BeforeEach
  void read() throws Exception {
    Path file =
        Files.writeString(folder.resolve("lab.yaml"), DemoTopology.text("demo-kvw", "embedded"));
    Lab lab = new LocalLabs().read(file);
    Map<String, List<Frame>> frames = new HashMap<>();
    for (String node : List.of("client", "b", "c")) {
      frames.put(node, capture(node));
    }
    evidence = new Evidence(lab, lab.endpoints().get(0), frames, "client");
  }

  private static List<Frame> capture(String node) throws IOException, URISyntaxException {
    String name = node + ".pcapng";
    return CaptureFile.read(
        Path.of(Objects.requireNonNull(EvidenceTest.class.getResource(name), name).toURI()));
  }

  @Test
  void a_connection_landed_where_its_syn_was_seen() {
    assertThat(evidence.landed(GOOD)).isEqualTo("b");
    assertThat(evidence.landed(1)).isEqualTo("nowhere");
  }

  @Test
  void messages_are_counted_once_though_both_ends_captured_them() {
    assertThat(evidence.sanMessages(GOOD))
        .containsExactly("Syn", "Ack", "Checkpoint", "Stored", "CleanUp");
    assertThat(evidence.sanMessages(1)).isEmpty();
  }

  @Test
  void a_checkpoint_tells_that_the_connection_migrated() {
    assertThat(evidence.migrations(GOOD)).isEqualTo(1);
    assertThat(evidence.migrations(1)).isZero();
  }

  @Test
  void a_reset_at_the_client_is_seen() {
    assertThat(evidence.client(List.of(GOOD))).isEqualTo(new ClientView(0, 0, 0));
    assertThat(evidence.client(List.of(GOOD, FAULTY)).resets()).isEqualTo(1);
  }

  @Test
  void a_connection_that_the_client_did_not_capture_is_missed() {
    assertThat(evidence.clientSaw(List.of(GOOD, FAULTY))).isTrue();
    assertThat(evidence.clientSaw(List.of(GOOD, 1))).isFalse();
  }
}
