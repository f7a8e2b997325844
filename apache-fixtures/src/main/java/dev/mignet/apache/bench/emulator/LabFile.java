package dev.mignet.apache.bench.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Topologies of nodes on one switch.
 *
 * @param folder for the files
 * @param name which the labs' names begin with
 */
record LabFile(Path folder, String name) {

  /** The name of a lab. */
  String lab(int nodes) {
    return name + '-' + nodes;
  }

  /** Writes the topology of a lab; so many nodes: n1, n2... */
  Path write(int nodes) throws IOException {
    return Files.writeString(folder.resolve(lab(nodes) + ".mignet.yaml"), text(nodes));
  }

  private String text(int nodes) {
    return """
        name: %s
        nodes:
        %s
        networks:
          lan:
            profile: ethernet-100
            subnet: 10.9.0.0/16
            members:
        %s
        """
        .formatted(lab(nodes), each(nodes, "  n%d:"), each(nodes, "      - \"n%d:eth0\""));
  }

  private static String each(int nodes, String line) {
    return IntStream.rangeClosed(1, nodes)
        .mapToObj(line::formatted)
        .collect(Collectors.joining("\n"));
  }
}
