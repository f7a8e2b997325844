package dev.mignet.topology.faults;

import dev.mignet.topology.model.Fault;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Kills a service with all that it has started, at once: every process of its session ({@code
 * setsid} made one when it was started) in its node. A server whose parent alone dies would go on
 * serving.
 */
final class ServiceKill {

  /** A process may fork while it is being killed. */
  private static final int ROUNDS = 20;

  private static final long PAUSE_MILLIS = 5;

  private ServiceKill() {}

  /** Returns when nothing of the service lives; {@link LabException} where nothing did. */
  static void run(LabState state, Fault.Kill kill) throws InterruptedException {
    long session =
        state.processes().stream()
            .filter(p -> p.node().equals(kill.node()) && p.name().equals(kill.service()))
            .mapToLong(ProcessState::pid)
            .findFirst()
            .orElseThrow(() -> notRunning(kill));
    List<ProcessHandle> alive = members(state.lab(), kill.node(), session);
    if (alive.isEmpty()) {
      throw notRunning(kill);
    }
    for (int round = 0; round < ROUNDS && !alive.isEmpty(); round++) {
      alive.forEach(ProcessHandle::destroyForcibly);
      Thread.sleep(PAUSE_MILLIS);
      alive = members(state.lab(), kill.node(), session);
    }
    if (!alive.isEmpty()) {
      throw new LabException(kill.service() + " of " + kill.node() + " does not die");
    }
  }

  private static LabException notRunning(Fault.Kill kill) {
    return new LabException(kill.service() + " of " + kill.node() + " does not run");
  }

  /**
   * As long as the kernel counts them among the node's: one that has ended and waits for its parent
   * it does not, but one of which other threads are still ending it does, and both look like a
   * zombie.
   */
  private static List<ProcessHandle> members(String lab, String node, long session) {
    return Labs.processes(lab, node).stream()
        .filter(pid -> isMember(pid, session))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .toList();
  }

  /** By /proc/PID/stat, proc(5): {@code pid (comm) state ppid pgrp session ...}. */
  private static boolean isMember(long pid, long session) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[3].equals(Long.toString(session));
    } catch (IOException e) {
      return false; // it has ended
    }
  }
}
