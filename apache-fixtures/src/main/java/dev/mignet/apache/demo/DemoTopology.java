package dev.mignet.apache.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The topology of the demonstration, with a name and a kind of server filled in. */
final class DemoTopology {

  private static final String RESOURCE = "demo.mignet.yaml";

  private DemoTopology() {}

  static String text(String name, String server) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DemoTopology.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@NAME@", name)
          .replace("@SERVER@", server);
    }
  }

  /** Writes the topology into a folder, where it stays beside the captures. */
  static Path write(Path folder, String name, String server) throws IOException {
    return Files.writeString(folder.resolve(RESOURCE), text(name, server));
  }
}
