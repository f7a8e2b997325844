package dev.mignet.topology.run;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.QdiscStatistics;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.nodes.netfilter.QueueStatistics;
import dev.mignet.nodes.process.CgroupStatistics;
import dev.mignet.nodes.process.MachineStatistics;
import dev.mignet.topology.fidelity.Counters;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.run.LabWires.Course;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what the kernel has counted for a lab. */
final class CounterReader implements AutoCloseable {

  private static final QueueStatistics NOT_READ = new QueueStatistics(0, 0);

  private static final QdiscStatistics NO_QUEUE = new QdiscStatistics("", 0, 0, 0, 0, 0, 0);

  private final Lab lab;
  private final Map<String, NetworkNamespace> namespaces = new HashMap<>();

  private CounterReader(Lab lab) {
    this.lab = lab;
  }

  static Counters read(Lab lab) {
    try (CounterReader reader = new CounterReader(lab)) {
      return new Counters(
          machine(),
          reader.nodes(lab.nodes(), reader::queues),
          LabWires.ofRunning(lab).courses().stream().map(reader::end).toList());
    }
  }

  /**
   * Of a lab that has just been made: without what is counted by namespace, which is hardly
   * anything, and without the nodes at which nothing has run. Of what is left out the counters
   * begin at 0.
   */
  static Counters readFirst(Lab lab) {
    try (CounterReader reader = new CounterReader(lab)) {
      List<Node> used = lab.nodes().stream().filter(lab::hasProcesses).toList();
      return new Counters(machine(), reader.nodes(used, node -> NOT_READ), List.of());
    }
  }

  private static Counters.Machine machine() {
    MachineStatistics now = MachineStatistics.read();
    return new Counters.Machine(
        now.uptimeMillis(), now.ticks(), now.stolenTicks(), orNull(now.pressureMicros()));
  }

  private List<Counters.Node> nodes(List<Node> nodes, Function<Node, QueueStatistics> queues) {
    return nodes.stream().map(node -> node(node, queues.apply(node))).toList();
  }

  private Counters.Node node(Node node, QueueStatistics queues) {
    CgroupStatistics group = CgroupStatistics.of(LabNames.nodeCgroup(lab.name(), node.name()));
    return new Counters.Node(
        node.name(),
        group.periods(),
        group.throttledPeriods(),
        group.periodMicros(),
        group.killed(),
        orNull(group.pressureMicros()),
        queues.queued(),
        queues.lost());
  }

  private QueueStatistics queues(Node node) {
    return namespace(LabNames.nodeNamespace(lab.name(), node.name()))
        .map(QueueStatistics::of)
        .orElse(NOT_READ);
  }

  /** With the rate that it has now, and the drops that nobody asked for. */
  private Counters.WireEnd end(Course course) {
    String link = LabNames.interfaceName(course.from());
    Optional<Rtnetlink> network =
        namespace(LabNames.namespace(lab.name(), course.from()))
            .map(NetworkNamespace::rtnetlink)
            .filter(found -> found.find(link).isPresent());
    QdiscStatistics queue = network.map(found -> found.qdisc(link)).orElse(NO_QUEUE);
    return new Counters.WireEnd(
        course.from().text(),
        course.present().profile().bitsPerSecond(),
        queue.sentBytes(),
        queue.sentPackets(),
        network.map(found -> found.dropsForWantOfRoom(link)).orElse(0L),
        queue.backlogBytes());
  }

  /** Empty where somebody has taken it away: then the rest is judged without it. */
  private Optional<NetworkNamespace> namespace(String name) {
    return NamespaceFiles.exists(name)
        ? Optional.of(namespaces.computeIfAbsent(name, NetworkNamespace::open))
        : Optional.empty();
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  @Override
  public void close() {
    namespaces.values().forEach(NetworkNamespace::close);
  }
}
