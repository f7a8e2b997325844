package dev.mignet.topology.run;

import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.JavaCommand;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.topology.model.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Starts and stops a lab's {@link DaemonKeeper}. Whoever changes the lab stops it first and starts
 * it last, so that the two never work at once.
 */
final class KeeperProcess {
  private KeeperProcess() {}

  /** Starts it, where the lab has daemons, and does not wait. */
  static void start(Lab lab) {
    if (lab.endpoints().isEmpty()) {
      return;
    }
    Cgroup cgroup = LabNames.keeperCgroup(lab.name());
    cgroup.create();
    try {
      ProcessLauncher.here(cgroup)
          .start(
              NodeCommand.detached(
                  new LabFolder(lab.name()).path().resolve("keeper.log"),
                  JavaCommand.of(
                      DaemonKeeper.class.getName(),
                      List.of("-Xmx32m", JavaCommand.C1_ONLY),
                      List.of(lab.name()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it is dead. */
  static void stop(String lab) {
    LabNames.keeperCgroup(lab).kill();
  }
}
