package dev.mignet.nodes.process;

import dev.mignet.nodes.linux.KernelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sets the limits of one controller on one group. */
final class LimitWriter {
  private static final String SUBTREE = "cgroup.subtree_control";

  private LimitWriter() {}

  /**
   * Sets them.
   *
   * @param group an existing group, relative to the root of the tree
   */
  static void write(CgroupTree tree, Path group, Controller controller, Limits limits) {
    if (tree.version() == 2) {
      enable(tree.mount(), group, controller);
    }
    Path folder = tree.mount().resolve(group);
    for (LimitSetting setting : LimitSetting.of(limits, controller, tree.version())) {
      if (!setting.optional() || Files.exists(folder.resolve(setting.file()))) {
        write(folder, setting);
      }
    }
  }

  /** Lifts them, where the group has any of this controller. */
  static void lift(CgroupTree tree, Path group, Controller controller) {
    Path folder = tree.mount().resolve(group);
    for (LimitSetting setting : LimitSetting.none(controller, tree.version())) {
      if (Files.exists(folder.resolve(setting.file()))) {
        write(folder, setting);
      }
    }
  }

  private static void write(Path folder, LimitSetting setting) {
    String operation = "set " + setting.file() + "=" + setting.value() + " of " + folder;
    KernelFile.write(operation, folder.resolve(setting.file()).toString(), setting.value());
  }

  /**
   * From the root down each group must hand the controller on to those below. The kernel refuses
   * (EBUSY) where a group other than the real root has processes of its own, as in many containers.
   */
  static void enable(Path root, Path group, Controller controller) {
    Path above = root;
    for (Path name : group) {
      if (!isEnabled(above, controller)) {
        KernelFile.write(
            "enable " + controller.key() + " below " + above,
            above.resolve(SUBTREE).toString(),
            "+" + controller.key());
      }
      above = above.resolve(name);
    }
  }

  private static boolean isEnabled(Path group, Controller controller) {
    try {
      String enabled = Files.readString(group.resolve(SUBTREE)).strip();
      return List.of(enabled.split(" ", -1)).contains(controller.key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
