package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link MigratedConnections} of back-ends whose Apache has the prefork MPM. */
@RequiresRoot
@WithEachMechanism
class PreforkMpmIT extends MigratedConnections {
  @RegisterExtension static final TestLab LAB = new TestLab(topology("prefork"));

  @Override
  TestLab lab() {
    return LAB;
  }
}
