package dev.mignet.topology.run;

import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.plan.Action.End;

/**
 * The names of what a lab owns on the machine. A lab's and a node's name have no dot, so the dots
 * make the owner of a namespace certain: with dashes, node {@code b-c} of lab {@code a} and node
 * {@code c} of lab {@code a-b} would share a name.
 */
public final class LabNames {

  /** The bridge in a switch's namespace. */
  public static final String BRIDGE = "br0";

  /** All namespaces of all labs begin so. */
  static final String NAMESPACE_PREFIX = "mignet-";

  /** The group above all labs' groups. */
  static final String CGROUP_ROOT = "mignet";

  private LabNames() {}

  /** All namespaces of a lab begin so, and no other's. */
  static String namespacePrefix(String lab) {
    return NAMESPACE_PREFIX + lab + '.';
  }

  /** The name of a node's namespace. */
  public static String nodeNamespace(String lab, String node) {
    return namespacePrefix(lab) + node;
  }

  /** The name of a switch's namespace. */
  public static String switchNamespace(String lab, String network) {
    return namespacePrefix(lab) + "net." + network;
  }

  /** The name of the namespace that an end of a wire is in. */
  public static String namespace(String lab, End end) {
    return end instanceof End.AtSwitch at
        ? switchNamespace(lab, at.network())
        : nodeNamespace(lab, ((End.AtNode) end).node());
  }

  /** The name of an end of a wire in its namespace. */
  public static String interfaceName(End end) {
    return end instanceof End.AtSwitch at ? at.port() : ((End.AtNode) end).interfaceName();
  }

  /** Of the process that impairs links: charged to no node. */
  static Cgroup linksCgroup(String lab) {
    return CgroupHierarchy.probe().group(CGROUP_ROOT + '/' + lab + "/links.engine");
  }

  /** Where the process is that starts daemons again. */
  static Cgroup keeperCgroup(String lab) {
    return CgroupHierarchy.probe().group(CGROUP_ROOT + '/' + lab + "/daemon.keeper");
  }

  static Cgroup labCgroup(String lab) {
    return CgroupHierarchy.probe().group(CGROUP_ROOT + '/' + lab);
  }

  /** Of a node's daemon, where it is not charged to the node. */
  static Cgroup daemonCgroup(String lab, String node) {
    return CgroupHierarchy.probe().group(CGROUP_ROOT + '/' + lab + '/' + node + ".daemon");
  }

  /** Of a node's daemon: the node's own, or where nothing limits it. */
  static Cgroup cgroupOfDaemon(String lab, Node node) {
    return node.resources().chargesDaemon()
        ? nodeCgroup(lab, node.name())
        : daemonCgroup(lab, node.name());
  }

  static Cgroup nodeCgroup(String lab, String node) {
    return CgroupHierarchy.probe().group(CGROUP_ROOT + '/' + lab + '/' + node);
  }
}
