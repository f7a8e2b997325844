package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link MigratedConnections} over wires with an MTU of 9000 bytes. */
@RequiresRoot
@WithEachMechanism
class JumboFramesIT {
  private static final int PAIRS = 10;

  @RegisterExtension
  static final TestLab LAB =
      new TestLab("defaults: { mtu: 9000 }\n" + MigratedConnections.topology("event"));

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "UPLOAD", "BIG_RESPONSE", "HALF_CLOSE"})
  void connections_with_large_segments_migrate_unseen(ConnectionKind kind) throws Exception {
    new Comparison(LAB, folder).unseen(kind, PAIRS);
  }
}
