package dev.mignet.topology.run;

import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.Progress;
import java.util.List;

/** Saves a lab's state after every step, and tells the progress. */
final class Recorder implements PlanRunner.Listener {

  private final LabFolder folder;
  private final Progress progress;
  private LabState state;

  Recorder(LabFolder folder, LabState first, Progress progress) {
    this.folder = folder;
    this.progress = progress;
    this.state = first;
  }

  /** The first save, before anything is made. */
  void begin() {
    StateFile.save(folder, state);
  }

  @Override
  public void done(int count, int of, Step step, List<ProcessState> started) {
    state = state.withDone(step.name(), started);
    StateFile.save(folder, state);
    KillPoint.passed(count);
    progress.step(count, of, step.name());
  }

  /** The lab is up. */
  void finish() {
    state = state.completed();
    StateFile.save(folder, state);
  }
}
