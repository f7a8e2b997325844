package dev.mignet.topology.testing;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.services.ExecService;
import dev.mignet.topology.yaml.Catalogue;
import dev.mignet.topology.yaml.TopologyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Topologies that tests read. */
public final class Topologies {

  /** What the topologies of tests may refer to. */
  public static final Catalogue CATALOGUE =
      Catalogue.of(
          List.of("ethernet-100", "myrinet-pci64b", "myrinet-pci64c", "unshaped"),
          List.of(new FakeService(), new ExecService()));

  private static final Path EXAMPLES = Path.of("examples");
  private static final String SUFFIX = ".mignet.yaml";

  private Topologies() {}

  /** The lab of a text, as if it stood in {@code lab.yaml}. */
  public static Lab read(String text) {
    return new TopologyReader(CATALOGUE).read("lab.yaml", text);
  }

  /** One of the examples that the project ships, such as {@code three-back-ends}. */
  public static Lab example(String name) {
    return new TopologyReader(CATALOGUE).read(EXAMPLES.resolve(name + SUFFIX));
  }

  /** The names of all examples, sorted. */
  public static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }
}
