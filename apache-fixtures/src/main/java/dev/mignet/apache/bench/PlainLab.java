package dev.mignet.apache.bench;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.run.KeeperProcess;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Makes of a lab one that Mignet has only built: no daemons, no netfilter rules. */
public final class PlainLab {

  /** Replaces the tables that a daemon uses by empty ones. */
  private static final String NO_RULES = "*raw\nCOMMIT\n*mangle\nCOMMIT\n";

  private PlainLab() {}

  /** Ends the daemons and removes their rules; their TUN devices and programs go with them. */
  public static void strip(RunningLab lab) throws IOException, InterruptedException {
    for (ProcessState daemon : endDaemons(lab)) {
      removeRules(lab, daemon.node());
    }
  }

  /** Ends the daemons for good; their rules stay. */
  public static List<ProcessState> endDaemons(RunningLab lab) {
    String name = lab.lab().name();
    KeeperProcess.stop(name);
    List<ProcessState> daemons =
        Labs.state(name).orElseThrow().processes().stream()
            .filter(process -> process.name().equals(LabState.DAEMON))
            .toList();
    for (ProcessState daemon : daemons) {
      Optional<ProcessHandle> process = ProcessHandle.of(daemon.pid());
      process.ifPresent(ProcessHandle::destroy);
      process.ifPresent(handle -> handle.onExit().join());
    }
    return daemons;
  }

  private static void removeRules(RunningLab lab, String node)
      throws IOException, InterruptedException {
    Process process = lab.start(node, NodeCommand.piped(List.of("iptables-restore", "-w")));
    try (OutputStream rules = process.getOutputStream()) {
      rules.write(NO_RULES.getBytes(StandardCharsets.US_ASCII));
    }
    String errors =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new LabException("cannot remove the rules of " + node + ": " + errors);
    }
  }
}
