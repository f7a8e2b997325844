package dev.mignet.topology.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mignet.san.Profiles;
import dev.mignet.topology.services.ExecService;
import dev.mignet.topology.testing.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schema and the reader say the same. */
class SchemaTest {

  private static final String TEXT =
      read("src/main/resources/dev/mignet/topology/mignet.schema.json");
  private static final JsonObject SCHEMA = JsonParser.parseString(TEXT).getAsJsonObject();
  private static final int MUTANTS = 2_000;
  private static final Schema VALIDATOR =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TEXT);

  /** What no schema can see: how places of the file refer to each other, arithmetic. */
  private static final Pattern SEEN_BY_THE_READER_ONLY =
      Pattern.compile(
          "not YAML|no (?:kind|service|node|network|back-end|service of this node) named|has no option|must be event"
              + "|already|no link or network has|both ends are at|is not of the subnet"
              + "|is not an address of a host in|overlaps|not a subnet|do not fit|is not a member"
              + "|is another rule with|has a \"url\", which|cannot be a front-end|has no link|has the address|shares back-ends"
              + "|must not lie|must be from|reorder needs|no command:|is no name for|no file|a second address|needs an MTU|an endpoint over IPv6 needs");

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> complaints(String yaml) {
    return VALIDATOR.validate(yaml, InputFormat.YAML).stream().map(Error::getMessage).toList();
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void each_mapping_has_the_keys_that_the_reader_knows_and_no_others(Shape shape) {
    JsonObject definition = SCHEMA.getAsJsonObject("$defs").getAsJsonObject(definitionOf(shape));

    assertThat(definition.getAsJsonObject("properties").keySet())
        .containsExactlyInAnyOrderElementsOf(shape.keys());
    assertThat(definition.get("additionalProperties").getAsBoolean()).isFalse();
  }

  @Test
  void each_mapping_of_the_schema_is_one_that_the_reader_knows() {
    Set<String> known =
        Stream.of(Shape.values()).map(SchemaTest::definitionOf).collect(Collectors.toSet());
    known.addAll(Set.of("exec-service", "exec-ready"));

    assertThat(SCHEMA.getAsJsonObject("$defs").entrySet())
        .filteredOn(entry -> entry.getValue().getAsJsonObject().has("properties"))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void what_the_reader_takes_the_schema_takes_too() throws IOException {
    List<String> good = MutationsTest.good();
    for (long seed = 0; seed < MUTANTS; seed++) {
      String mutant = MutationsTest.mutant(good, seed);
      try {
        Topologies.read(mutant);
      } catch (InvalidTopologyException e) {
        continue;
      }
      assertThat(complaints(mutant)).as("seed " + seed + ":\n" + mutant).isEmpty();
    }
  }

  private static String definitionOf(Shape shape) {
    return shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Test
  void the_options_of_exec_are_those_of_its_kind() {
    JsonObject definitions = SCHEMA.getAsJsonObject("$defs");
    Set<String> keys = new HashSet<>();
    keys(definitions, "exec-service").forEach(keys::add);
    keys.remove("ready");
    keys(definitions, "exec-ready").forEach(key -> keys.add("ready." + key));

    assertThat(keys).isEqualTo(new ExecService().options());
  }

  private static Set<String> keys(JsonObject definitions, String name) {
    return definitions.getAsJsonObject(name).getAsJsonObject("properties").keySet();
  }

  @Test
  void the_profiles_are_those_of_the_emulator() {
    JsonObject profile = SCHEMA.getAsJsonObject("$defs").getAsJsonObject("profile");

    assertThat(profile.getAsJsonArray("enum").asList().stream().map(JsonElement::getAsString))
        .containsExactlyInAnyOrderElementsOf(Profiles.names());
  }

  @ParameterizedTest
  @MethodSource("dev.mignet.topology.testing.Topologies#examples")
  void an_example_is_valid(String example) {
    assertThat(complaints(read("examples/" + example + ".mignet.yaml"))).isEmpty();
  }

  @Test
  void a_file_that_uses_every_key_is_valid_for_both() {
    String yaml = read("src/test/resources/dev/mignet/topology/yaml/every-key.mignet.yaml");

    assertThat(Topologies.read(yaml).nodes()).isNotEmpty();
    assertThat(complaints(yaml)).isEmpty();
    Stream.of(Shape.values())
        .flatMap(shape -> shape.keys().stream())
        .forEach(key -> assertThat(yaml).containsPattern("(?m)(^|[ {])" + key + ":"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problemsThatASchemaCanSee")
  void a_problem_within_one_place_is_one_for_the_schema_too(String what, String yaml) {
    assertThat(complaints(yaml)).as(what).isNotEmpty();
  }

  static Stream<Arguments> problemsThatASchemaCanSee() throws IOException {
    return ProblemsTest.table()
        .map(Arguments::get)
        .filter(
            row ->
                row[2]
                    .toString()
                    .lines()
                    .anyMatch(problem -> !SEEN_BY_THE_READER_ONLY.matcher(problem).find()))
        .filter(row -> !row[2].toString().matches("(?s).*(given twice|a key must be text).*"))
        .map(row -> Arguments.of(row[0], row[1]));
  }
}
