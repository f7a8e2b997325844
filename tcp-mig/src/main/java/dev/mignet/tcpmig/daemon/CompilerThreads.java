package dev.mignet.tcpmig.daemon;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * HotSpot's threads of the optimizing compiler. In the first load they work for seconds, on what
 * makes packets wait less later: the processor is the packets' first.
 */
final class CompilerThreads {
  /** As HotSpot names them, cut by the kernel to 15 characters (proc(5), comm). */
  private static final String OPTIMIZING = "C2 CompilerThre";

  /** A tenth of the weight of a thread with nice 0 (sched(7)). */
  private static final int NICE = 10;

  private CompilerThreads() {}

  /** Lets all other threads go first. They must be there, as without dynamic compiler threads. */
  static void yieldToPackets() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        if (Files.readAllLines(thread.resolve("comm")).equals(List.of(OPTIMIZING))) {
          int id = Integer.parseInt(thread.getFileName().toString());
          KernelException.check("set a thread's priority", Syscalls.setThreadPriority(id, NICE));
        }
      }
    }
  }
}
