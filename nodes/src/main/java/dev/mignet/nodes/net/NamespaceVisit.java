package dev.mignet.nodes.net;

import static dev.mignet.nodes.linux.KernelException.check;

import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.Syscalls;

/**
 * A moment of the calling thread in another network namespace. It is back where it was before
 * anything else happens, so that nothing that it starts later lives there.
 */
final class NamespaceVisit {
  private static final String OWN = "/proc/thread-self/ns/net";

  private NamespaceVisit() {}

  /** Runs a short task that itself moves the thread to another namespace, and comes back. */
  static <T> T during(NamespaceTask<T, RuntimeException> task) {
    int home =
        check(
            "open namespace",
            OWN,
            Syscalls.open(OWN, LinuxConstants.O_RDONLY | LinuxConstants.O_CLOEXEC, 0));
    try {
      return task.run();
    } finally {
      int result = Syscalls.setns(home, LinuxConstants.CLONE_NEWNET);
      Syscalls.close(home);
      check("leave namespace for", OWN, result);
    }
  }

  /** Runs a short task in the namespace behind a descriptor. */
  static <T> T to(String name, int fd, NamespaceTask<T, RuntimeException> task) {
    return during(
        () -> {
          check("enter namespace", name, Syscalls.setns(fd, LinuxConstants.CLONE_NEWNET));
          return task.run();
        });
  }
}
