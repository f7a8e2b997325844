package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.LabState.Phase;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.testing.Topologies;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabStateTest {

  private static final LabState FIRST =
      LabState.starting(Topologies.example("three-back-ends"), Path.of("/x/three.mignet.yaml"));

  @Test
  void a_lab_starts_with_its_nodes_and_nothing_done() {
    assertThat(FIRST.phase()).isEqualTo(Phase.COMING_UP);
    assertThat(FIRST.done()).isEmpty();
    assertThat(FIRST.nodes())
        .filteredOn(NodeState::backEnd)
        .extracting(NodeState::name)
        .containsExactly("a", "b", "c");
    assertThat(FIRST.nodes().get(2).addresses())
        .containsExactly("eth0 10.9.2.2/24", "san0 10.9.3.1/24", "lo 10.9.100.1/32");
  }

  @Test
  void a_state_is_the_same_after_a_round_trip_through_json() {
    LabState state =
        FIRST
            .after(
                List.of(
                    StateChange.done("create node a", List.of()),
                    StateChange.done(
                        "start apache at a",
                        List.of(
                            new ProcessState("a", "apache", 4711, List.of("/run/mignet/x/log"))))))
            .completed();

    assertThat(new Gson().fromJson(new Gson().toJson(state), LabState.class)).isEqualTo(state);
  }
}
