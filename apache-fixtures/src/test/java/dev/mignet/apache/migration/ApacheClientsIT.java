package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link ForeignClients} of Apache. */
@RequiresRoot
@WithEachMechanism
class ApacheClientsIT extends ForeignClients {
  @RegisterExtension
  static final TestLab LAB = new TestLab(topology("apache ]")).prepared(ApacheClientsIT::publish);

  /** Apache has a document root of its own. */
  private static void publish() throws IOException {
    for (String node : List.of("a", "b")) {
      for (String target : List.of("to-a", "to-b")) {
        Path file =
            LAB.running().folder(node).resolve("apache/files").resolve(target).resolve("who");
        Files.createDirectories(file.getParent());
        Files.writeString(file, node + "\n");
      }
    }
  }

  @Override
  TestLab lab() {
    return LAB;
  }
}
