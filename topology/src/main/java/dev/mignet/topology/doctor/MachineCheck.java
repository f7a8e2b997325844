package dev.mignet.topology.doctor;

import dev.mignet.topology.spi.Feature;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What every lab needs, tried on this machine in the background: it takes as long as to read a
 * topology. Closing waits for it, so that nothing of what it makes to try is left.
 */
public final class MachineCheck implements AutoCloseable {

  private final CompletableFuture<List<Feature>> features =
      CompletableFuture.supplyAsync(Doctor::forEveryLab);

  private MachineCheck() {}

  /** Begins to try. */
  public static MachineCheck begin() {
    return new MachineCheck();
  }

  /** What was found; waits for it. */
  List<Feature> features() {
    try {
      return features.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    features.handle((found, problem) -> found).join();
  }
}
