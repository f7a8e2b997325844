package dev.mignet.topology.doctor;

import dev.mignet.nodes.disk.NodeDisk;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.process.Controller;
import dev.mignet.nodes.process.Limits;
import dev.mignet.nodes.process.Throttle;
import dev.mignet.topology.spi.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The cgroup controllers, tried on a scratch group. */
final class LimitProbes {

  private static final String NAME = "mignet.doctor-limits-" + ProcessHandle.current().pid();

  private static final Path BLOCK_DEVICES = Path.of("/sys/block");

  private LimitProbes() {}

  /** What a node's disk is made of. */
  static Feature disk() {
    return Probe.feature(
        "node disks",
        "no lab with \"disk\" at a node comes up; other nodes share the machine's disk",
        "needs loop devices (modprobe loop; in a container, run it --privileged with the machine's"
            + " /dev), a file system with direct I/O at "
            + NodeDisk.IMAGES
            + ", and "
            + NodeDisk.MKFS
            + " (Debian, Ubuntu: apt install e2fsprogs)",
        () -> {
          MachineProbes.requireProgram(NodeDisk.MKFS);
          return NodeDisk.probe();
        });
  }

  static Feature controller(Controller controller) {
    return Probe.feature(
        "limit " + controller.key(),
        cost(controller),
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
            if (controller == Controller.IO) {
              group.throttle(someThrottle());
            } else {
              group.limit(some(controller));
            }
            return where;
          } finally {
            group.remove();
          }
        });
  }

  /** Of the first block device that there is. */
  private static Throttle someThrottle() throws IOException {
    try (Stream<Path> devices = Files.list(BLOCK_DEVICES)) {
      Path device = devices.findFirst().orElseThrow(() -> new IOException("no block device"));
      String number = Files.readString(device.resolve("dev")).strip();
      return new Throttle(number, OptionalLong.of(1L << 40), OptionalLong.empty());
    }
  }

  private static Limits some(Controller controller) {
    return switch (controller) {
      case CPU -> new Limits(OptionalInt.of(1000), OptionalLong.empty(), OptionalInt.empty());
      case MEMORY ->
          new Limits(OptionalInt.empty(), OptionalLong.of(1L << 30), OptionalInt.empty());
      case PIDS -> new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.of(1000));
      case IO -> Limits.NONE; // by device
    };
  }

  private static String cost(Controller controller) {
    return "no lab with "
        + switch (controller) {
          case CPU, MEMORY, PIDS -> '"' + controller.key() + '"';
          case IO -> "a rate in \"disk\"";
        }
        + " at a node comes up; other nodes have no such limit";
  }

  private static String remedy(Controller controller) {
    String kernel =
        switch (controller) {
          case CPU -> "a kernel with CONFIG_CFS_BANDWIDTH";
          case MEMORY -> "a kernel with CONFIG_MEMCG, on some started with cgroup_enable=memory";
          case PIDS -> "a kernel with CONFIG_CGROUP_PIDS";
          case IO -> "a kernel with CONFIG_BLK_DEV_THROTTLING";
        };
    return "needs "
        + kernel
        + ", and its cgroup tree writable; in a container, the machine's own (docker run"
        + " --privileged --cgroupns=host)";
  }
}
