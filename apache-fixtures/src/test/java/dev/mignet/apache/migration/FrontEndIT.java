package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The variant in which the front-end sends packets to where their connection has moved. */
@RequiresRoot
class FrontEndIT extends MigratedConnections {
  @RegisterExtension static final TestLab LAB = new TestLab(topology("event", "front-end"));

  @Override
  TestLab lab() {
    return LAB;
  }
}
