package dev.mignet.topology.run;

import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Lab.Attachment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is known of a lab that was started; kept in its folder, and never behind by a step.
 *
 * @param lab the lab's name
 * @param phase how far it is
 * @param source the topology's file, absolute
 * @param startedMillis when {@code up} began, ms since 1970
 * @param nodes as planned, in the order of the file
 * @param processes the services and daemons that were started
 * @param done the names of the steps that are done, in the order in which they were
 * @param begun while it is being changed: the names of the steps, of the old topology and of the
 *     new, whose outcome may have been touched
 */
public record LabState(
    String lab,
    Phase phase,
    String source,
    long startedMillis,
    List<NodeState> nodes,
    List<ProcessState> processes,
    List<String> done,
    List<String> begun) {

  /** The process name of the migration daemon. */
  public static final String DAEMON = "daemon";

  /** The name of the log of a node's {@code exec}. */
  public static final String COMMANDS = "commands";

  /** How far a lab is. */
  public enum Phase {
    /** Being brought up, or left half made by an {@code up} that was killed. */
    COMING_UP,
    /** Every step is done. */
    UP,
    /** On the way to another topology, or left there by an {@code up} that was killed. */
    CHANGING
  }

  /**
   * A node.
   *
   * @param limits what its processes may use, such as {@code cpu 25 %}
   * @param addresses such as {@code eth0 10.9.2.2/24}, then {@code lo 10.9.100.1/32}
   * @param environment of its processes
   * @param backEnd whether it has a daemon
   */
  public record NodeState(
      String name,
      List<String> limits,
      List<String> addresses,
      Map<String, String> environment,
      boolean backEnd) {}

  /**
   * A process of the lab.
   *
   * @param node where it runs
   * @param name the service's, or {@link #DAEMON}
   * @param pid as the machine sees it
   * @param logs absolute paths, the most telling first
   */
  public record ProcessState(String node, String name, long pid, List<String> logs) {}

  /** Copies the lists. */
  public LabState {
    nodes = List.copyOf(nodes);
    processes = List.copyOf(processes);
    done = List.copyOf(done);
    begun = List.copyOf(begun);
  }

  /** Of a lab of which nothing exists yet. */
  static LabState starting(Lab lab, Path source) {
    Map<String, List<Attachment>> attachments = lab.attachments();
    return new LabState(
        lab.name(),
        Phase.COMING_UP,
        source.toAbsolutePath().toString(),
        System.currentTimeMillis(),
        lab.nodes().stream()
            .map(
                node ->
                    new NodeState(
                        node.name(),
                        node.resources().texts(),
                        addresses(
                            lab, node.name(), attachments.getOrDefault(node.name(), List.of())),
                        new LabFolder(lab.name()).environment(node),
                        lab.isBackEnd(node.name())))
            .toList(),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<String> addresses(Lab lab, String node, List<Attachment> attachments) {
    List<String> addresses = new ArrayList<>();
    for (Attachment attachment : attachments) {
      Interface member = attachment.member();
      member.addresses().forEach(one -> addresses.add(member.name() + ' ' + one));
    }
    lab.endpointsOf(node).stream()
        .map(endpoint -> "lo " + Cidr.ofHost(endpoint.address()))
        .distinct()
        .forEach(addresses::add);
    return addresses;
  }

  /** After these. */
  LabState after(List<StateChange> changes) {
    List<ProcessState> all = new ArrayList<>(processes);
    List<String> steps = new ArrayList<>(done);
    List<String> touched = new ArrayList<>(begun);
    for (StateChange change : changes) {
      all.removeAll(change.ended());
      all.addAll(change.started());
      steps.addAll(change.done());
      touched.addAll(change.begun());
    }
    Phase now = touched.isEmpty() ? phase : Phase.CHANGING;
    return new LabState(lab, now, source, startedMillis, nodes, all, steps, touched);
  }

  LabState completed() {
    return new LabState(lab, Phase.UP, source, startedMillis, nodes, processes, done, List.of());
  }

  LabState withProcesses(List<ProcessState> others) {
    return new LabState(lab, phase, source, startedMillis, nodes, others, done, begun);
  }

  /** Up, as another topology says: that of {@code next}, with the processes of this one. */
  LabState changedTo(LabState next, List<String> steps) {
    return new LabState(
        lab, Phase.UP, next.source, startedMillis, next.nodes, processes, steps, List.of());
  }
}
