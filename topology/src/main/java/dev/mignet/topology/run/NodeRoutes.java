package dev.mignet.topology.run;

import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Actual;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.plan.Step;

/** The routes of a node in a lab that is up. */
public final class NodeRoutes {

  private NodeRoutes() {}

  /** Adds those that lead out at this interface, where they are missing. */
  public static void restore(Rtnetlink rtnetlink, Lab lab, String node, String interfaceName) {
    Planner.plan(lab, Actual.NOTHING).steps().stream()
        .map(Step::action)
        .filter(Action.AddRoutes.class::isInstance)
        .map(Action.AddRoutes.class::cast)
        .filter(step -> step.node().equals(node))
        .flatMap(step -> step.routes().stream())
        .filter(
            route -> route.hops().stream().anyMatch(h -> h.interfaceName().equals(interfaceName)))
        .map(KernelSteps::kernelRoute)
        .forEach(rtnetlink::replaceRoute);
  }
}
