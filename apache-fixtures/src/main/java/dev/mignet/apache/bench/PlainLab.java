package dev.mignet.apache.bench;

import dev.mignet.nodes.process.NodeCommand;
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
    LabState state = Labs.state(lab.lab().name()).orElseThrow();
    for (ProcessState process : state.processes()) {
      if (process.name().equals(LabState.DAEMON)) {
        Optional<ProcessHandle> daemon = ProcessHandle.of(process.pid());
        daemon.ifPresent(ProcessHandle::destroy);
        daemon.ifPresent(handle -> handle.onExit().join());
        removeRules(lab, process.node());
      }
    }
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
