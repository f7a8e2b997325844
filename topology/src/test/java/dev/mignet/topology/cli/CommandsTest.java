package dev.mignet.topology.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.mignet.topology.cli.Mignet.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

  private static final String EXAMPLE = "examples/three-back-ends.mignet.yaml";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("lab.mignet.yaml"), text).toString();
  }

  @Test
  void validate_says_what_a_valid_file_holds() {
    Result result = Mignet.run("validate", "-t", EXAMPLE);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            EXAMPLE
                + " is valid: lab three-back-ends, 5 nodes, 3 links and networks, 1 endpoints\n");
  }

  @Test
  void an_invalid_file_ends_with_3_and_every_problem() throws IOException {
    String file = file("name: X\nnods: {}\n");

    for (String command : new String[] {"validate", "plan", "up"}) {
      Result result = Mignet.run(command, "-t", file);

      assertThat(result.exitCode()).as(command).isEqualTo(3);
      assertThat(result.err().lines())
          .containsExactly(
              file + ":1:1 \"nodes\" is missing",
              file
                  + ":1:7 name: not a name: \"X\"; a small letter, then up to 30 small letters,"
                  + " digits and \"-\"",
              file + ":2:1 nods: unknown key; did you mean \"nodes\"?");
    }
  }

  @Test
  void faults_need_a_schedule() {
    for (String[] words : new String[][] {{"faults", "--dry-run"}, {"up", "--faults"}}) {
      Result result = Mignet.run(words[0], words[1], "-t", EXAMPLE);

      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).startsWith("lab three-back-ends has no \"faults\"");
    }
  }

  @Test
  void a_dry_run_of_faults_tells_each_with_its_time() throws IOException {
    String file =
        file(
            """
            name: t
            nodes: { a: , b: }
            links: [{ endpoints: ["a:e", "b:e"] }]
            faults:
              - { at: 1.5 s, link: "a:e", state: up }
              - { at: 20 ms, link: "b:e", state: down }
            """);

    assertThat(Mignet.run("faults", "--dry-run", "-t", file).out())
        .isEqualTo("    0.020 s  link b:e down\n    1.500 s  link a:e up\n");
  }

  @Test
  void a_lab_may_have_another_name_than_its_topology_but_no_other_than_a_name() {
    Result plan = Mignet.run("plan", "-t", EXAMPLE, "--lab", "copy");
    assertThat(plan.out()).isEqualTo(Mignet.run("plan", "-t", EXAMPLE).out());
    for (String command : new String[] {"plan", "status", "graph"}) {
      Result wrong = Mignet.run(command, "--lab", "..");
      assertThat(wrong.exitCode()).as(command).isEqualTo(2);
      assertThat(wrong.err()).startsWith("--lab: not a name: \"..\"; a small letter");
    }
  }

  @Test
  void a_timeout_that_is_none_is_wrong_usage_and_named_as_it_was_given() {
    Result flag = Mignet.run("up", "-t", EXAMPLE, "--timeout", "60");
    assertThat(flag.exitCode()).isEqualTo(2);
    assertThat(flag.err()).startsWith("--timeout: a duration needs a unit: \"60 s\"?");
    Result variable = Mignet.run(Map.of("MIGNET_TIMEOUT", "soon"), "up", "-t", EXAMPLE);
    assertThat(variable.exitCode()).isEqualTo(2);
    assertThat(variable.err()).startsWith("MIGNET_TIMEOUT: no duration: \"soon\"");
  }

  @Test
  void a_missing_file_ends_with_1() {
    Result result = Mignet.run("validate", "-t", "/no/such.yaml");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("mignet: no file /no/such.yaml\n");
  }

  @Test
  void without_a_topology_in_the_folder_one_must_be_named() {
    Result result = Mignet.run("validate");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("no *.mignet.yaml in this folder; name a topology by -t");
  }

  @Test
  void an_option_may_come_from_the_environment() {
    Result result = Mignet.run(Map.of("MIGNET_TOPOLOGY", EXAMPLE), "validate");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith(EXAMPLE);
  }

  @Test
  void plan_prints_each_step_with_its_reason() {
    Result result = Mignet.run("plan", "-t", EXAMPLE);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .startsWith("CHANGE | STEP | REASON", "add | create node client | a node of the topology")
        .contains("add | create node front | a router of the topology")
        .contains("add | connect a:san0 | a member of san")
        .contains("add | start daemon at c | c is a back-end of web");
  }

  @Test
  void graph_draws_a_topology_in_the_wanted_language() {
    assertThat(Mignet.run("graph", "-t", EXAMPLE).out()).startsWith("flowchart LR\n");
    assertThat(Mignet.run("graph", "-t", EXAMPLE, "--format", "dot").out()).startsWith("digraph");
    Result wrong = Mignet.run("graph", "-t", EXAMPLE, "--format", "png");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("mermaid, dot, svg").contains("'png'");
  }

  @Test
  void a_table_may_be_had_as_json_by_option_or_environment() {
    Result byOption = Mignet.run("plan", "-t", EXAMPLE, "--json");
    Result byEnvironment = Mignet.run(Map.of("MIGNET_JSON", "true"), "plan", "-t", EXAMPLE);

    JsonArray steps = JsonParser.parseString(byOption.out()).getAsJsonArray();
    assertThat(steps.get(0).getAsJsonObject().get("step").getAsString())
        .isEqualTo("create node client");
    assertThat(byEnvironment.out()).isEqualTo(byOption.out());
  }

  @Test
  void a_lab_that_is_not_up_is_said_to_be() {
    Result result = Mignet.run("logs", "--lab", "no-such-lab", "a");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("mignet: lab no-such-lab is not up\n");
    assertThat(Mignet.run("status", "--lab", "no-such-lab").out()).contains("not up");
  }

  @Test
  void wrong_usage_ends_with_2_and_shows_how() {
    assertThat(Mignet.run("upp").exitCode()).isEqualTo(2);
    assertThat(Mignet.run("upp").err()).contains("Did you mean: mignet up");
    assertThat(Mignet.run("exec", "--lab", "x").err()).contains("'NODE'");
    assertThat(Mignet.run("down", "--everything").exitCode()).isEqualTo(2);
  }

  @Test
  void a_lab_is_found_by_the_name_in_its_file_even_where_the_rest_of_that_is_broken()
      throws IOException {
    Result result = Mignet.run("ps", "-t", file("name: no-such-lab\nnodes: {"));
    assertThat(result.err()).isEqualTo("mignet: lab no-such-lab is not up\n");
    assertThat(Mignet.run("ps", "-t", file("nodes: { a: }")).exitCode()).isEqualTo(3);
  }

  @Test
  void every_command_has_help() {
    Result all = Mignet.run("--help");

    assertThat(all.exitCode()).isZero();
    for (String command :
        ("up down status exec shell logs ps links link ping capture connections metrics migrate validate schema"
                + " plan save graph doctor clean completion version")
            .split(" ", -1)) {
      assertThat(all.out()).contains("\n  " + command + " ");
      Result help = Mignet.run(command, "--help");
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).startsWith("Usage: mignet " + command);
    }
  }

  @Test
  void schema_prints_the_json_schema_of_topologies() {
    Result result = Mignet.run("schema");

    assertThat(result.exitCode()).isZero();
    assertThat(JsonParser.parseString(result.out()).getAsJsonObject().get("$schema").getAsString())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void completion_prints_a_script_for_the_shell() {
    String bash = Mignet.run("completion", "bash").out();
    assertThat(bash).startsWith("#!/usr/bin/env bash").contains("_complete_mignet", "migrate");
    assertThat(Mignet.run("completion", "zsh").out()).contains("ZSH_VERSION", "bashcompinit");
    Result wrong = Mignet.run("completion", "fish");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("bash, zsh");
  }

  @Test
  void version_names_mignet_java_and_linux() {
    assertThat(Mignet.run("version").out()).matches("mignet .+, Java .+, Linux .+\n");
  }
}
