package dev.mignet.topology.run;

import dev.mignet.nodes.disk.Disk;
import dev.mignet.nodes.disk.NodeDisk;
import dev.mignet.nodes.process.Throttle;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The steps that give nodes disks of their own. */
final class DiskSteps {

  /** With less than this free, a file that could not be written had no room. */
  private static final long FULL = 64 << 10;

  private final LabFolder folder;

  DiskSteps(LabFolder folder) {
    this.folder = folder;
  }

  /** Mounts the disk on the node's folder, in which nothing is yet. */
  void makeDisk(Action.MakeDisk step) throws IOException {
    Disk disk = step.disk();
    folder.createFor(step.node()); // to mount it on
    Path on = folder.node(step.node());
    String device = NodeDisk.mount(disk.bytes(), folder.lab() + '.' + step.node(), on);
    folder.createFor(step.node());
    if (disk.isThrottled()) {
      OptionalLong operations = disk.operationsPerSecond().stream().asLongStream().findFirst();
      LabNames.nodeCgroup(folder.lab(), step.node())
          .throttle(new Throttle(device, disk.bytesPerSecond(), operations));
    }
  }

  /** Writes files of a service to the node's folder; on a disk they are in nobody's cache then. */
  static void prepare(Node node, Path files, Preparation preparation) throws IOException {
    try {
      preparation.run();
      if (node.resources().disk().isPresent()) {
        NodeDisk.evict(files);
      }
    } catch (IOException e) {
      if (node.resources().disk().isPresent()
          && Files.getFileStore(files).getUsableSpace() < FULL) {
        throw new LabException(
            "the files do not fit on "
                + node.resources().disk().get().texts().get(0)
                + " of "
                + node.name()
                + ": give it a larger `size`",
            e);
      }
      throw e;
    }
  }

  /** Writes files. */
  @FunctionalInterface
  interface Preparation {
    void run() throws IOException;
  }
}
