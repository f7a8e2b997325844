package dev.mignet.topology.run;

import dev.mignet.nodes.net.Link;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.plan.Action.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Waits until the wires of a lab pass packets. Of two ends that are set up, the kernel lets the
 * first one know of the second a moment later (net/core/link_watch.c); until then it drops what it
 * is to send, and the first to ask for an address waits a second to ask again.
 */
final class Carriers {

  /** Not for ever: a command of the lab's may have set an interface down. */
  private static final Duration MOST = Duration.ofSeconds(1);

  private static final long PAUSE_MILLIS = 1;

  private Carriers() {}

  static void await(Lab lab, KernelSteps kernel) {
    long deadline = System.nanoTime() + MOST.toNanos();
    List<Segment> waiting = new ArrayList<>(lab.segments());
    waiting.removeIf(segment -> passes(segment, kernel));
    while (!waiting.isEmpty() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      waiting.removeIf(segment -> passes(segment, kernel));
    }
  }

  private static boolean passes(Segment segment, KernelSteps kernel) {
    if (segment instanceof Network network) {
      return kernel
          .ifPresent(new End.AtSwitch(network.name(), ""))
          .map(at -> at.rtnetlink().links().stream())
          .stream()
          .flatMap(links -> links)
          .allMatch(link -> link.master() == 0 || link.settled());
    }
    // The end that was up first is told; the other need not be.
    return segment.members().stream().anyMatch(member -> isSettled(member, kernel));
  }

  private static boolean isSettled(Interface member, KernelSteps kernel) {
    Optional<NetworkNamespace> at = kernel.ifPresent(new End.AtNode(member.node(), member.name()));
    return at.flatMap(namespace -> namespace.rtnetlink().find(member.name()))
        .map(Link::settled)
        .orElse(true);
  }
}
