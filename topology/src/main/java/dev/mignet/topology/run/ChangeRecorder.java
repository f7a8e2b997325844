package dev.mignet.topology.run;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Actual;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps the state of a lab while it is changed. What a step is about is in doubt from before the
 * step until the change is complete, whatever becomes of this process in between.
 */
final class ChangeRecorder implements PlanRunner.Listener, AutoCloseable {
  private final StateLog log;
  private final Progress progress;

  ChangeRecorder(LabFolder folder, LabState state, Progress progress) {
    this.log = new StateLog(folder, state);
    this.progress = progress;
  }

  LabState state() {
    return log.state();
  }

  @Override
  public void begun(Step step) {
    log.add(StateChange.begun(step.concerns()));
  }

  @Override
  public void done(int count, int of, Step step, List<ProcessState> started) {
    List<ProcessState> ended =
        step.action() instanceof Action.Undo undo
            ? state().processes().stream().filter(endedBy(undo.action())).toList()
            : List.of();
    if (!ended.isEmpty() || !started.isEmpty()) {
      log.add(StateChange.processes(ended, started));
    }
    KillPoint.passed(count);
    progress.step(count, of, step.name());
  }

  private static Predicate<ProcessState> endedBy(Action undone) {
    if (undone instanceof Action.CreateNode step) {
      return process -> process.node().equals(step.node());
    } else if (undone instanceof Action.StartService step) {
      return process ->
          process.node().equals(step.node()) && process.name().equals(step.service().name());
    } else if (undone instanceof Action.StartDaemon step) {
      return process ->
          process.node().equals(step.node()) && process.name().equals(LabState.DAEMON);
    }
    return process -> false;
  }

  /** The lab is what a topology says, no more and no less. */
  void arrived(Lab lab, Path source) {
    List<String> done = Planner.plan(lab, Actual.NOTHING).steps().stream().map(Step::name).toList();
    log.save(state().changedTo(LabState.starting(lab, source), done));
  }

  @Override
  public void close() {
    log.close();
  }
}
