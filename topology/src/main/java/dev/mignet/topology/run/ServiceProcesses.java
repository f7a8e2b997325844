package dev.mignet.topology.run;

import dev.mignet.nodes.process.Cgroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of a node's processes are of one service: those that its environment marks, and all that
 * are of a session (setsid(2)) with them. The mark is there before the state knows of the process;
 * the session holds those that write over their environment, to change what ps(1) shows of them.
 */
final class ServiceProcesses {
  /** In the environment of each process of a service or daemon: its name. */
  static final String MARK = "MIGNET_SERVICE";

  private ServiceProcesses() {}

  /**
   * Kills all of a service and waits until they are dead.
   *
   * @param known ids of its first processes, as far as the state knows them
   */
  static void kill(Cgroup group, String service, List<Long> known) {
    Set<Long> sessions = new HashSet<>(known);
    for (long pid : group.pids()) {
      if (isMarked(pid, service) && sessionOf(pid) == pid) {
        sessions.add(pid);
      }
    }
    group.kill(pid -> isMarked(pid, service) || sessions.contains(sessionOf(pid)));
  }

  private static boolean isMarked(long pid, String service) {
    String mark = MARK + '=' + service + '\0';
    return ('\0' + read(pid, "environ")).contains('\0' + mark);
  }

  /** Proc(5): the sixth field of stat; 0 where the process has ended. */
  private static long sessionOf(long pid) {
    String stat = read(pid, "stat");
    int behindName = stat.lastIndexOf(')') + 2; // a name may hold anything
    return stat.isEmpty() ? 0 : Long.parseLong(stat.substring(behindName).split(" ", 5)[3]);
  }

  private static String read(long pid, String file) {
    try {
      byte[] text = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
      return new String(text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
