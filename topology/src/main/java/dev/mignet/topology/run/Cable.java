package dev.mignet.topology.run;

import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.run.LabWires.Course;

/**
 * The cable of a wire, at the end that sends in a direction. One that is pulled lets no packet
 * through, both ends are seen not to be operational, and addresses and routes stay.
 *
 * <p>At a network the switch's port goes down, so that the node's interface loses its carrier. A
 * veth pair between two nodes has no such third place, and the kernel takes the carrier of both
 * ends only by setting one down, with its routes: there both drop what they would send, and are
 * dormant.
 */
final class Cable {

  private Cable() {}

  /** Does it to an end that has just been shaped. */
  static void set(Rtnetlink network, Course course) {
    String name = LabNames.interfaceName(course.from());
    boolean port = course.from() instanceof End.AtSwitch;
    if (port && course.cut()) {
      network.down(name);
    } else if (port) {
      network.up(name);
    } else if (course.cut() && course.to() instanceof End.AtNode) {
      network.cut(name);
    } else {
      network.mend(name);
    }
  }
}
