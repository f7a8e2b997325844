package dev.mignet.topology.run;

import dev.mignet.nodes.control.ControlClient;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.JavaCommand;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.san.LinkEngine;
import dev.mignet.san.WireDirection;
import dev.mignet.san.hold.HoldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Mignet's own engine: a process of the lab's that there is as long as it has something to do. */
final class HoldEngine implements LinkEngine {

  static final String NAME = "nfqueue";

  private static final String MAIN = "dev.mignet.san.hold.Main";
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** How long packets that are still under way are waited for; what is later is lost. */
  private static final Duration LONGEST_WAY = Duration.ofSeconds(2);

  private final LabFolder lab;
  private final Path folder;
  private final Path settings;
  private final Path socket;
  private final Cgroup cgroup;

  HoldEngine(LabFolder lab) {
    this.lab = lab;
    this.folder = lab.linkEngine();
    this.settings = folder.resolve("settings.json");
    this.socket = folder.resolve("control.sock");
    this.cgroup = LabNames.linksCgroup(lab.lab());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Whether the process is there. */
  boolean runs() {
    return !cgroup.pids().isEmpty();
  }

  @Override
  public void impose(Collection<WireDirection> impaired, Collection<WireDirection> changed)
      throws IOException, InterruptedException {
    boolean runs = runs();
    if (!runs && Files.exists(settings)) { // it was killed
      HoldSettings.read(settings).forget();
      removeFiles();
    }
    if (!runs && impaired.isEmpty()) {
      return;
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    PrivateFile.write(settings, HoldSettings.of(impaired).json());
    if (!runs) {
      start();
    } else if (impaired.isEmpty()) {
      end();
    } else {
      request("reload");
    }
  }

  private void start() throws IOException, InterruptedException {
    Path log = folder.resolve("engine.log");
    cgroup.create();
    List<String> command =
        JavaCommand.of(MAIN, List.of("-Xmx64m"), List.of(settings.toString(), socket.toString()));
    // The engine opens the namespaces of the nodes itself.
    Process process = ProcessLauncher.here(cgroup).start(NodeCommand.detached(log, command));
    new Readiness(this::answers, PAUSE, Timeout.kept(lab).answer(), Duration.ZERO)
        .await("link engine", process, List.of(log));
  }

  private boolean answers() throws IOException {
    if (!Files.exists(socket)) {
      return false;
    }
    request("ping");
    return true;
  }

  private void request(String command) throws IOException {
    try (ControlClient client = ControlClient.connect(socket)) {
      client.request(command);
    }
  }

  /** The process ends by itself when it has let go what it holds. */
  private void end() throws IOException, InterruptedException {
    try {
      request("reload");
    } catch (IOException e) {
      if (runs()) {
        Thread.sleep(PAUSE.toMillis()); // it may have ended before it could answer
      }
    }
    long deadline = System.nanoTime() + LONGEST_WAY.toNanos();
    while (runs() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE.toMillis());
    }
    cgroup.kill();
    removeFiles();
  }

  private void removeFiles() throws IOException {
    cgroup.remove();
    for (String file : List.of("settings.json", "control.sock", "engine.log")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
  }
}
