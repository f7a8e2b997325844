package dev.mignet.apache.migration;

import dev.mignet.nodes.testing.RequiresRoot;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link ForeignClients} of the web server that comes with Python. */
@RequiresRoot
class PythonServerIT extends ForeignClients {
  @RegisterExtension
  static final TestLab LAB =
      new TestLab(
          topology(
              """
              { exec: { command: python3 -m http.server --protocol HTTP/1.1 --directory www 80, ready: { port: 80 } } } ]
              """));

  @Override
  TestLab lab() {
    return LAB;
  }
}
