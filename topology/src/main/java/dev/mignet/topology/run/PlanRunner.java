package dev.mignet.topology.run;

import dev.mignet.topology.plan.Plan;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.LabException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Applies a plan: every step as soon as those that it waits for are done, independent ones in
 * parallel. After the first failure no further step is begun, and those that run are waited for.
 */
final class PlanRunner {

  /** More than processors, because the last steps mostly wait for processes to answer. */
  private static final int THREADS = 8;

  private final StepExecutor executor;
  private final Listener listener;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /** Hears of each step that is done, in the one thread that runs the plan. */
  @FunctionalInterface
  interface Listener {
    void done(int count, int of, Step step, List<ProcessState> started);

    /** The step is about to be begun. */
    default void begun(Step step) {}
  }

  PlanRunner(StepExecutor executor, Listener listener) {
    this.executor = executor;
    this.listener = listener;
  }

  /** Makes {@link #run} begin no further step, interrupt those that run, and fail. */
  void cancel() {
    outcomes.add(new Outcome.Cancelled());
  }

  /**
   * Runs the plan to its end; once.
   *
   * @throws LabException naming the first step that failed, when all others have stopped
   */
  void run(Plan plan) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, PlanRunner::thread);
    try {
      new Run(plan, threads).toEnd();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "step");
    thread.setDaemon(true);
    return thread;
  }

  /** How one step ended, or that no more is wanted. */
  private sealed interface Outcome {
    record Done(Step step, List<ProcessState> started) implements Outcome {}

    record Failed(Step step, Throwable cause) implements Outcome {}

    record Cancelled() implements Outcome {}
  }

  /** The application of the plan; all but the steps themselves is in the caller's thread. */
  private final class Run {
    private final Plan plan;
    private final ExecutorService threads;

    /** How many others each step that has not begun waits for. */
    private final Map<String, Integer> waiting = new HashMap<>();

    /** The steps that wait for each. */
    private final Map<String, List<Step>> behind = new HashMap<>();

    private int done;
    private int running;
    private @Nullable LabException failure;

    Run(Plan plan, ExecutorService threads) {
      this.plan = plan;
      this.threads = threads;
      for (Step step : plan.steps()) {
        Set<String> after = Set.copyOf(step.after());
        waiting.put(step.name(), after.size());
        after.forEach(other -> behind.computeIfAbsent(other, n -> new ArrayList<>()).add(step));
      }
    }

    void toEnd() {
      boolean interrupted = false;
      begin(plan.steps().stream().filter(step -> step.after().isEmpty()).toList());
      while (running > 0) {
        try {
          take(outcomes.take());
        } catch (InterruptedException e) {
          interrupted = true; // what runs must end before anybody may undo it
          fail(new LabException("interrupted"));
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw failure;
      }
    }

    private void take(Outcome outcome) {
      if (outcome instanceof Outcome.Done finished) {
        running--;
        done++;
        listener.done(done, plan.steps().size(), finished.step(), finished.started());
        begin(
            behind.getOrDefault(finished.step().name(), List.of()).stream()
                .filter(step -> waiting.merge(step.name(), -1, Integer::sum) == 0)
                .toList());
      } else if (outcome instanceof Outcome.Failed failed) {
        running--;
        String message = "cannot " + failed.step().name() + ": " + describe(failed.cause());
        fail(new LabException(message, failed.cause()));
      } else {
        fail(new LabException("stopped"));
      }
    }

    private void fail(LabException reason) {
      if (failure == null) {
        failure = reason;
        running -= threads.shutdownNow().size(); // those that had not begun
      }
    }

    private void begin(List<Step> ready) {
      if (failure == null) {
        running += ready.size();
        ready.forEach(listener::begun);
        ready.forEach(step -> threads.execute(() -> outcomes.add(attempt(step))));
      }
    }

    private Outcome attempt(Step step) {
      try {
        return new Outcome.Done(step, executor.execute(step.action()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Outcome.Failed(step, new LabException("interrupted"));
      } catch (Throwable e) { // whatever it is, it must not be lost with the thread
        return new Outcome.Failed(step, e);
      }
    }
  }

  private static String describe(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
