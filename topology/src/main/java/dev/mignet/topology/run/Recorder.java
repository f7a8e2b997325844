package dev.mignet.topology.run;

import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.Progress;
import java.util.List;

/** Keeps the state of a lab while it comes up, and tells the progress. */
final class Recorder implements PlanRunner.Listener, AutoCloseable {

  private final StateLog log;
  private final Progress progress;

  Recorder(LabFolder folder, LabState first, Progress progress) {
    this.log = new StateLog(folder, first);
    this.progress = progress;
  }

  /** The first save, before anything is made. */
  void begin() {
    log.save(log.state());
  }

  @Override
  public void done(int count, int of, Step step, List<ProcessState> started) {
    log.add(StateChange.done(step.name(), started));
    KillPoint.passed(count);
    progress.step(count, of, step.name());
  }

  /** The lab is up. */
  void finish() {
    log.save(log.state().completed());
  }

  @Override
  public void close() {
    log.close();
  }
}
