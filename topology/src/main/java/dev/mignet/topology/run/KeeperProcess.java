package dev.mignet.topology.run;

import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.JavaCommand;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.topology.model.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts and stops a lab's {@link DaemonKeeper}. Whoever changes the lab stops it first and starts
 * it last, so that the two never work at once.
 */
public final class KeeperProcess {
  private KeeperProcess() {}

  private static final long PAUSE_NANOS = 200_000;

  /** Starts it, where the lab has daemons; from then on {@link #stop} finds it. */
  static void start(Lab lab) {
    if (lab.endpoints().isEmpty()) {
      return;
    }
    Cgroup cgroup = LabNames.keeperCgroup(lab.name());
    cgroup.create();
    try {
      Process process =
          ProcessLauncher.here(cgroup)
              .start(
                  NodeCommand.detached(
                      new LabFolder(lab.name()).path().resolve("keeper.log"),
                      JavaCommand.of(
                          DaemonKeeper.class.getName(),
                          List.of("-Xmx32m", JavaCommand.C1_ONLY),
                          List.of(lab.name()))));
      while (process.isAlive() && cgroup.pids().isEmpty()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it is dead: daemons that end stay so. */
  public static void stop(String lab) {
    LabNames.keeperCgroup(lab).kill();
  }
}
