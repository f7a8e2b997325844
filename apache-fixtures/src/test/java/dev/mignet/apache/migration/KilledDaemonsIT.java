package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Daemons are killed one after the other, wherever the migrations of many connections are at that
 * moment, and the lab starts them again. Every response is right, and no connection breaks.
 *
 * <pre>
 *              eth0          eth0  eth1      LAN        eth0
 *   [ client ]-----------------[ front ]-----+-----------[ a ]-san0-+   all connections land on a;
 *                                            +-----------[ b ]-san0-+   class 0 goes to a,
 *                                            +-----------[ c ]-san0-+   1 to b, 2 to c
 * </pre>
 */
@RequiresRoot
@WithEachMechanism
class KilledDaemonsIT {

  private static final List<String> VICTIMS = List.of("a", "b", "c", "a", "c", "b");
  private static final int CLIENTS = 16;

  /** Of a connection: one that a restarted daemon has found moves no more. */
  private static final int REQUESTS = 10;

  /** Migrations that a daemon has begun or taken before it is killed. */
  private static final int BUSY = 20;

  @RegisterExtension static final TestLab LAB = new TestLab(WanderingConnections.topology("", ""));

  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void every_response_is_right_and_no_connection_breaks() throws Exception {
    List<Callable<String>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      clients.add(() -> firstFailure(number));
    }
    ExecutorService killer = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> killed = killer.submit(this::killAll);
      List<String> failures = NodeThreads.run(LAB.running(), "client", CLIENTS, clients);
      assertThat(failures).allMatch(String::isEmpty);
      assertThat(killed.get()).isEqualTo(VICTIMS.size());
    } finally {
      killer.shutdownNow();
    }
  }

  /** One connection after the other until all daemons have been killed. */
  private String firstFailure(int client) {
    String failure = "";
    for (int i = 0; failure.isEmpty() && !done.get(); i++) {
      failure = WanderingConnections.failureOf(LAB, "killed", client + CLIENTS * i, REQUESTS);
    }
    return failure;
  }

  private int killAll() throws IOException {
    int killed = 0;
    try {
      for (String victim : VICTIMS) {
        awaitUntil(() -> migrations(victim) >= BUSY);
        long pid = pid(victim);
        LAB.signal(TestLab.SIGKILL, victim, TestLab.DAEMON);
        killed++;
        awaitUntil(() -> pid(victim) != pid);
      }
      for (String node : List.of("a", "b", "c")) {
        awaitUntil(() -> migrations(node) >= BUSY);
      }
      return killed;
    } finally {
      done.set(true);
    }
  }

  /** While a daemon starts there is none, or it does not answer. */
  private static void awaitUntil(Callable<Boolean> condition) {
    await().atMost(Patience.of(Duration.ofMinutes(1))).ignoreExceptions().until(condition);
  }

  private static long migrations(String node) throws IOException {
    return LAB.counter(node, "migrations_done") + LAB.counter(node, "imports_done");
  }

  private static long pid(String node) {
    return LAB.processes(node, TestLab.DAEMON).get(0);
  }
}
