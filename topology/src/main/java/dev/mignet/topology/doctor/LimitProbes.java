package dev.mignet.topology.doctor;

import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.process.Controller;
import dev.mignet.nodes.process.Limits;
import dev.mignet.topology.spi.Feature;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The cgroup controllers, tried on a scratch group. */
final class LimitProbes {

  private static final String NAME = "mignet.doctor-limits-" + ProcessHandle.current().pid();

  private LimitProbes() {}

  static Feature controller(Controller controller) {
    return Probe.feature(
        "limit " + controller.key(),
        remedy(controller),
        () -> {
          CgroupHierarchy hierarchy = CgroupHierarchy.probe();
          String where =
              hierarchy
                  .whereIs(controller)
                  .orElseThrow(() -> new IOException("no cgroup tree has this controller"));
          Cgroup group = hierarchy.group(NAME);
          try {
            group.create();
            group.limit(some(controller));
            return where;
          } finally {
            group.remove();
          }
        });
  }

  private static Limits some(Controller controller) {
    return switch (controller) {
      case CPU -> new Limits(OptionalInt.of(1000), OptionalLong.empty(), OptionalInt.empty());
      case MEMORY ->
          new Limits(OptionalInt.empty(), OptionalLong.of(1L << 30), OptionalInt.empty());
      case PIDS -> new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.of(1000));
    };
  }

  private static String remedy(Controller controller) {
    String kernel =
        switch (controller) {
          case CPU -> "a kernel with CONFIG_CFS_BANDWIDTH";
          case MEMORY -> "a kernel with CONFIG_MEMCG, on some started with cgroup_enable=memory";
          case PIDS -> "a kernel with CONFIG_CGROUP_PIDS";
        };
    return "needs "
        + kernel
        + ", and its cgroup tree writable; in a container, the machine's own (docker run"
        + " --privileged --cgroupns=host)";
  }
}
