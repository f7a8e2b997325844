package dev.mignet.apache.migration;

import dev.mignet.topology.spi.RunningLab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs code on several threads inside a node's namespace: the sockets that it opens are the node's.
 */
final class NodeThreads {
  private NodeThreads() {}

  /** Runs all tasks, so many at a time, and gives their results in the order of the tasks. */
  static <T> List<T> run(RunningLab lab, String node, int threads, List<Callable<T>> tasks)
      throws Exception {
    return lab.inside(node, () -> run(threads, tasks));
  }

  /** A thread belongs to the namespace of the thread that makes it, which is this one. */
  private static <T> List<T> run(int threads, List<Callable<T>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : pool.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdown();
      pool.awaitTermination(10, TimeUnit.SECONDS);
    }
  }
}
