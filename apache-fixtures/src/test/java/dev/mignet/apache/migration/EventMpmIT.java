package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link MigratedConnections} of back-ends whose Apache has the event MPM. */
@RequiresRoot
@WithEachMechanism
class EventMpmIT extends MigratedConnections {
  @RegisterExtension static final TestLab LAB = new TestLab(topology("event"));

  @Override
  TestLab lab() {
    return LAB;
  }
}
