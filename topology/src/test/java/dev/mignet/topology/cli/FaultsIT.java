package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.testing.ScratchLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class FaultsIT {

  //  a (service) --- b
  //   eth0        eth0
  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: { services: [exec: { command: sleep 1000 }] }, b: }
      links: [{ endpoints: ["a:eth0", "b:eth0"] }]
      faults:
        - { at: 200 ms, link: "a:eth0", state: up }
        - { at: 10 ms, within: 150 ms, link: "b:eth0", state: down }
        - { at: 10 ms, within: 150 ms, link: "a:eth0", state: down }
        - { at: 200 ms, within: 100 ms, link: "b:eth0", state: up }
        - { at: 10 ms, within: 400 ms, for: 50 ms, link: "b:eth0", loss: 2 %% }
      seed: 7
      """;

  @RegisterExtension private final ScratchLabs scratch = new ScratchLabs();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private String topology(String lab, String more) throws IOException {
    String text = TOPOLOGY.formatted(lab).replace("seed", more + "seed");
    return Files.writeString(folder.resolve("x.mignet.yaml"), text).toString();
  }

  private static List<String> planned(Mignet.Result result) {
    List<String> all = new ArrayList<>();
    for (JsonElement line : JsonParser.parseString(result.out()).getAsJsonArray()) {
      all.add(
          line.getAsJsonObject().get("planned").getAsString()
              + ' '
              + line.getAsJsonObject().get("fault").getAsString());
    }
    return all;
  }

  @Test
  void a_schedule_repeats_exactly_with_its_seed() throws Exception {
    String file = topology(scratch.name(), "");
    assertThat(Mignet.run("up", "-t", file).exitCode()).isZero();

    Mignet.Result first = Mignet.run("faults", "-t", file, "--json");
    Mignet.Result second = Mignet.run("faults", "-t", file, "--json");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(planned(first)).hasSize(6).isEqualTo(planned(second));
    assertThat(planned(Mignet.run("faults", "-t", file, "--json", "--dry-run")))
        .isEqualTo(planned(first));
    assertThat(planned(Mignet.run("faults", "-t", file, "--json", "--dry-run", "--seed", "8")))
        .isNotEqualTo(planned(first));
    assertThat(first.out()).contains("\"at\": 0.").doesNotContain("error");
  }

  @Test
  void up_runs_the_schedule_and_tells_what_failed() throws Exception {
    String kill = "  - { at: 0 s, kill: { node: a, service: exec } }\n";
    String file = topology(scratch.name(), kill + kill);

    Mignet.Result up = Mignet.run("up", "-t", file, "--faults");

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.out().lines().skip(1).map(String::strip).toList())
        .hasSize(8)
        .startsWith("0.000 s  kill exec of a", "0.000 s  kill exec of a: exec of a does not run")
        .contains("0.200 s  link a:eth0 up");
  }
}
