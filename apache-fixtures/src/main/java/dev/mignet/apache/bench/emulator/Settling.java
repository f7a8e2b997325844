package dev.mignet.apache.bench.emulator;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Veth;
import dev.mignet.topology.spi.LabException;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the kernel has done away with namespaces. It does so in the background, one batch
 * after the other, long after whoever gave them up has gone on: a lab that is made meanwhile would
 * be charged for the last one.
 */
final class Settling {

  private static final long PAUSE_MILLIS = 5;
  private static final long MOST_SECONDS = 120;
  private static final String WIRE = "w";

  private Settling() {}

  /**
   * Makes one more namespace, gives it up, and waits until it has gone: by then all that were given
   * up before have.
   *
   * @param name which the two namespaces' names begin with that it needs
   */
  static void await(String name) throws InterruptedException {
    String last = name + ".last";
    try (NetworkNamespace witness = NetworkNamespace.create(name + ".witness")) {
      try (NetworkNamespace namespace = NetworkNamespace.create(last)) {
        witness.rtnetlink().addVeth(new Veth(end(witness), end(namespace)));
      } finally {
        NamespaceFiles.delete(last);
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
      while (witness.rtnetlink().find(WIRE).isPresent()) { // it goes with its other end
        if (System.nanoTime() > deadline) {
          throw new LabException("the kernel does not come to an end with old namespaces");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } finally {
      NamespaceFiles.delete(name + ".witness");
    }
  }

  private static Veth.End end(NetworkNamespace namespace) {
    return new Veth.End(WIRE, namespace.fd(), null, 0, 0);
  }
}
