package dev.mignet.topology.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.spi.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineNotesTest {

  private static final Feature DOCKER =
      Feature.note(
          "FORWARD policy",
          "DROP, by Docker",
          "none: it holds in the machine's own namespace, and the bridges and routers of labs are"
              + " in theirs");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path proc;

  @Test
  void a_machine_with_neither_has_no_notes() throws IOException {
    assertThat(notes(Map.of())).isEmpty();
    limitUserNamespaces(0);
    assertThat(notes(Map.of("iptables", "-P FORWARD ACCEPT\n-A FORWARD -j DROP\n"))).isEmpty();
  }

  @Test
  void the_limit_on_user_namespaces_is_of_no_matter_to_root() throws IOException {
    limitUserNamespaces(1);

    assertThat(notes(Map.of()))
        .containsExactly(
            Feature.note(
                "AppArmor",
                "limits unprivileged user namespaces",
                "none: it holds for users without root only, and labs are made by root"))
        .allMatch(feature -> feature.state().equals("note"));
  }

  @Test
  void a_policy_of_iptables_is_found() {
    assertThat(notes(Map.of("iptables", "-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n")))
        .containsExactly(DOCKER);
    assertThat(notes(Map.of("iptables", "-P FORWARD DROP\n")))
        .extracting(Feature::detail)
        .containsExactly("DROP");
  }

  @Test
  void a_policy_of_nftables_is_found_where_there_is_no_iptables() {
    String chain =
        """
        table ip filter {
        	chain FORWARD {
        		type filter hook forward priority filter; policy drop;
        		counter packets 0 bytes 0 jump DOCKER-USER
        	}
        }
        """;

    assertThat(notes(Map.of("nft", chain))).containsExactly(DOCKER);
    assertThat(notes(Map.of("nft", chain.replace("drop", "accept")))).isEmpty();
    assertThat(notes(Map.of("iptables", "-P FORWARD ACCEPT\n", "nft", chain))).isEmpty();
  }

  private void limitUserNamespaces(int value) throws IOException {
    Path file = proc.resolve("sys/kernel/apparmor_restrict_unprivileged_userns");
    Files.createDirectories(proc.resolve("sys/kernel"));
    Files.writeString(file, value + "\n");
  }

  /** With what each program says. */
  private List<Feature> notes(Map<String, String> said) {
    return new MachineNotes(proc, command -> Optional.ofNullable(said.get(command.get(0)))).all();
  }
}
