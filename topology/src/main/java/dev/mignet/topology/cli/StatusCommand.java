package dev.mignet.topology.cli;

import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.fidelity.Level;
import dev.mignet.topology.fidelity.Verdict;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet status}. */
@Command(
    name = "status",
    description = {
      "Show a lab that is up, or all labs of this machine, and whether the machine kept up with it.",
      "Ends with 4 where it did not."
    })
final class StatusCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  StatusCommand(LocalLabs labs) {
    this.labs = labs;
  }

  /**
   * A node, as JSON shows it.
   *
   * @param mechanism by which its daemon continues connections of others; null without one
   */
  private record NodeStatus(
      String name,
      List<String> limits,
      List<String> addresses,
      @Nullable String mechanism,
      List<ProcessStatus> processes) {}

  private record ProcessStatus(String name, long pid, boolean running) {}

  /**
   * A lab, as JSON shows it.
   *
   * @param linkEngine that impairs its links; none where no link is impaired
   * @param linkChanges what commands and faults have changed of its links
   * @param fidelity null where it is not up
   */
  private record LabStatus(
      String lab,
      String phase,
      String topology,
      @Nullable String linkEngine,
      List<String> linkChanges,
      List<NodeStatus> nodes,
      @Nullable Verdict fidelity) {}

  @Override
  public Integer call() {
    Collection<String> names =
        options.nameIfTold(labs).<Collection<String>>map(List::of).orElseGet(Labs::names);
    List<LabStatus> all = names.stream().map(this::status).toList();
    Table table = new Table("LAB", "STATE", "NODE", "ADDRESSES", "LIMITS", "RUNS");
    for (LabStatus lab : all) {
      if (lab.nodes().isEmpty()) {
        table.row(lab.lab(), lab.phase(), "", "", "", "");
      }
      for (NodeStatus node : lab.nodes()) {
        table.row(
            lab.lab(),
            lab.phase(),
            node.name(),
            String.join(", ", node.addresses()),
            String.join(", ", node.limits()),
            runs(node));
      }
    }
    List<String> lines = new ArrayList<>();
    int exitCode = ExitCode.DONE;
    for (LabStatus lab : all) {
      if (lab.linkEngine() != null) {
        lines.add("links of " + lab.lab() + ": " + lab.linkEngine());
      }
      for (String change : lab.linkChanges()) {
        lines.add("link of " + lab.lab() + ", not as in the file: " + change);
      }
      Verdict fidelity = lab.fidelity();
      if (fidelity != null) {
        lines.addAll(fidelity.lines("lab " + lab.lab()));
        exitCode = fidelity.level() == Level.INVALID ? ExitCode.NOT_VALID : exitCode;
      }
    }
    json.print(options.out(), all, table, lines);
    return exitCode;
  }

  private static String runs(NodeStatus node) {
    String processes =
        node.processes().stream().map(StatusCommand::text).collect(Collectors.joining(", "));
    return node.mechanism() == null ? processes : processes + "; by " + node.mechanism();
  }

  private static String text(ProcessStatus process) {
    return process.name() + (process.running() ? " " + process.pid() : " (ended)");
  }

  private LabStatus status(String name) {
    Optional<LabState> state = Labs.state(name);
    if (state.isEmpty()) {
      boolean something = Labs.names().contains(name);
      return new LabStatus(
          name, something ? "half made" : "not up", "", null, List.of(), List.of(), null);
    }
    LabState known = state.get();
    String phase =
        switch (known.phase()) {
          case UP -> "up";
          case COMING_UP -> "half made";
          case CHANGING -> "half changed";
        };
    return new LabStatus(
        name,
        phase,
        known.source(),
        LinkControl.engine(name).orElse(null),
        LinkControl.changes(name),
        known.nodes().stream().map(node -> status(known, node)).toList(),
        known.phase() == LabState.Phase.UP ? fidelity(name) : null);
  }

  private @Nullable Verdict fidelity(String name) {
    return Fidelity.sinceUp(labs.running(name).lab()).orElse(null);
  }

  private static NodeStatus status(LabState state, NodeState node) {
    List<Long> alive = Labs.processes(state.lab(), node.name());
    return new NodeStatus(
        node.name(),
        node.limits(),
        node.addresses(),
        mechanism(state.lab(), node),
        state.processes().stream()
            .filter(process -> process.node().equals(node.name()))
            .map(p -> new ProcessStatus(p.name(), p.pid(), alive.contains(p.pid())))
            .toList());
  }

  private static @Nullable String mechanism(String lab, NodeState node) {
    try {
      return Files.readString(Mechanism.file(LocalLabs.controlSocket(lab, node.name())));
    } catch (IOException e) {
      return null; // no back-end, or its daemon has never been ready
    }
  }
}
