package dev.mignet.topology.run;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabState.ProcessState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The process that starts a lab's migration daemons again when they have ended, as an init system
 * would: {@code DaemonKeeper LAB}. It ends with the lab. Nobody changes the lab meanwhile: {@link
 * KeeperProcess}.
 */
public final class DaemonKeeper {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final LabFolder folder;
  private final Lab lab;
  private final ProcessSteps steps;
  private final Map<String, RestartPace> paces = new HashMap<>();

  private DaemonKeeper(Lab lab, LocalLabs labs) {
    this.folder = new LabFolder(lab.name());
    this.lab = lab;
    this.steps = new ProcessSteps(lab, folder, labs.kinds(lab));
  }

  /** Exit codes: 0 the lab is gone, 2 usage. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: DaemonKeeper LAB");
      System.exit(2);
    }
    LocalLabs labs = new LocalLabs();
    new DaemonKeeper(labs.running(args[0]).lab(), labs).run();
  }

  private void run() throws InterruptedException {
    Optional<LabState> state = Labs.state(lab.name());
    while (state.isPresent()) {
      List<ProcessState> daemons =
          state.get().processes().stream().filter(p -> p.name().equals(LabState.DAEMON)).toList();
      for (ProcessState daemon : daemons) {
        keep(daemon);
      }
      do {
        Thread.sleep(INTERVAL.toMillis());
      } while (daemons.stream().allMatch(DaemonKeeper::lives) && Files.exists(folder.path()));
      state = Labs.state(lab.name());
    }
  }

  private void keep(ProcessState daemon) throws InterruptedException {
    RestartPace pace = paces.computeIfAbsent(daemon.node(), node -> new RestartPace());
    Instant now = Instant.now();
    if (lives(daemon) || !pace.isDue(now)) {
      return;
    }
    System.err.println(now + " daemon of " + daemon.node() + " (" + daemon.pid() + ") has ended");
    try {
      ServiceProcesses.kill(
          LabNames.cgroupOfDaemon(lab.name(), lab.node(daemon.node())),
          LabState.DAEMON,
          List.of(daemon.pid()));
      ProcessState started = steps.startDaemon(daemon.node());
      StateFile.saveDaemon(folder, started);
      System.err.println(Instant.now() + " started again: " + started.pid());
    } catch (IOException | RuntimeException e) {
      System.err.println(Instant.now() + " cannot start it again: " + e.getMessage());
    }
    pace.started(Instant.now());
  }

  private static boolean lives(ProcessState daemon) {
    return ProcessHandle.of(daemon.pid()).isPresent();
  }
}
