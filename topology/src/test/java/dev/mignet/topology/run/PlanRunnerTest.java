package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Plan;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PlanRunnerTest {

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private static Step step(String name, String... after) {
    return new Step(name, "a test", new Action.StartDaemon(name), List.of(after), List.of());
  }

  private static Plan plan(Step... steps) {
    return new Plan("t", Arrays.asList(steps));
  }

  private static String name(Action action) {
    return ((Action.StartDaemon) action).node();
  }

  private PlanRunner runner(StepExecutor executor) {
    return new PlanRunner(executor, (count, of, step, started) -> done.add(step.name()));
  }

  @Test
  void steps_run_behind_those_they_wait_for() {
    runner(action -> List.of())
        .run(plan(step("a"), step("b", "a"), step("c", "b"), step("d", "a", "c")));

    assertThat(done).containsExactly("a", "b", "c", "d");
  }

  @Test
  void independent_steps_run_at_the_same_time() {
    CyclicBarrier all = new CyclicBarrier(3);
    StepExecutor together =
        action -> {
          try {
            all.await(10, TimeUnit.SECONDS); // passes only if all three are here at once
          } catch (BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
          }
          return List.of();
        };

    runner(together).run(plan(step("a"), step("b"), step("c")));

    assertThat(done).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void the_listener_hears_of_the_processes_that_a_step_started() {
    ProcessState process = new ProcessState("n", "p", 7, List.of());
    List<ProcessState> heard = new ArrayList<>();

    new PlanRunner(action -> List.of(process), (c, of, step, started) -> heard.addAll(started))
        .run(plan(step("a")));

    assertThat(heard).containsExactly(process);
  }

  @Test
  void after_a_failure_no_step_begins_and_the_message_names_the_step() {
    StepExecutor failing =
        action -> {
          if (name(action).equals("b")) {
            throw new IOException("disk full");
          }
          return List.of();
        };

    assertThatThrownBy(() -> runner(failing).run(plan(step("a"), step("b", "a"), step("c", "b"))))
        .isInstanceOf(LabException.class)
        .hasMessage("cannot b: disk full");
    assertThat(done).containsExactly("a");
  }

  @Test
  void after_a_failure_the_steps_that_still_run_are_interrupted_and_waited_for() {
    CountDownLatch running = new CountDownLatch(1);
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    StepExecutor mixed =
        action -> {
          if (name(action).equals("fails")) {
            running.await();
            throw new IOException("no");
          }
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } finally {
            ended.add(name(action));
          }
          return List.of();
        };

    assertThatThrownBy(() -> runner(mixed).run(plan(step("waits"), step("fails"))))
        .hasMessage("cannot fails: no");
    assertThat(ended).containsExactly("waits");
  }

  @Test
  void a_cancelled_run_fails_even_where_steps_have_not_begun() throws InterruptedException {
    Step[] many = new Step[30];
    Arrays.setAll(many, i -> step("s" + i));
    CountDownLatch running = new CountDownLatch(1);
    PlanRunner runner =
        runner(
            action -> {
              running.countDown();
              new CountDownLatch(1).await();
              return List.of();
            });
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    Thread thread = new Thread(() -> runner.run(plan(many)));
    thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
    thread.start();
    running.await();

    runner.cancel();

    await().until(() -> !thread.isAlive());
    assertThat(thrown).singleElement().satisfies(e -> assertThat(e).hasMessage("stopped"));
    assertThat(done).isEmpty();
  }
}
