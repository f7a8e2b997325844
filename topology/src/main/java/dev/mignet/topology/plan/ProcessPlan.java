package dev.mignet.topology.plan;

import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.model.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The steps that place files at a node, run its commands, and start what goes on running there. */
final class ProcessPlan {
  private final Lab lab;
  private final Node node;
  private final String created;
  private final String folderMade;
  private final List<Step> steps = new ArrayList<>();

  /**
   * Of one node.
   *
   * @param created the step that makes it
   * @param folderMade the step after which files can be placed
   */
  ProcessPlan(Lab lab, Node node, String created, String folderMade) {
    this.lab = lab;
    this.node = node;
    this.created = created;
    this.folderMade = folderMade;
  }

  /** The step that places a node's files. */
  static String writeFiles(String node) {
    return "write files of " + node;
  }

  /**
   * All of them.
   *
   * @param configured the steps after which processes may be started
   * @param san from an endpoint to the step that makes the node's wire to its SAN
   */
  List<Step> steps(List<String> configured, Function<GenericEndpoint, String> san) {
    prepare(configured);
    List<String> ready =
        node.commands().isEmpty() ? configured : List.of("run commands at " + node.name());
    start(ready, san);
    return steps;
  }

  private void prepare(List<String> configured) {
    String name = node.name();
    if (!node.files().isEmpty()) {
      add(
          writeFiles(name),
          String.join(", ", node.files().keySet()),
          new Action.WriteFiles(name, node.files()),
          List.of(folderMade),
          List.of(created));
    }
    if (!node.commands().isEmpty()) {
      add(
          "run commands at " + name,
          String.join("; ", node.commands().stream().map(Words::join).toList()),
          new Action.RunCommands(name, node.commands()),
          configured,
          List.of(created));
    }
  }

  private void start(List<String> ready, Function<GenericEndpoint, String> san) {
    String name = node.name();
    for (Service service : node.services()) {
      boolean plain = service.name().equals(service.kind());
      add(
          "start " + service.name() + " at " + name,
          (plain ? "a service of " : service.kind() + ", a service of ") + name,
          new Action.StartService(name, service),
          ready,
          List.of(created));
    }
    List<GenericEndpoint> endpoints = lab.endpointsOf(name);
    if (!endpoints.isEmpty()) {
      add(
          "start daemon at " + name,
          name + " is a back-end of " + endpoints.get(0).name(),
          new Action.StartDaemon(name),
          ready,
          List.of(created, san.apply(endpoints.get(0))));
    }
  }

  private void add(String name, String reason, Action action, List<String> after, List<String> on) {
    steps.add(new Step(name, reason, action, after, on));
  }
}
