package dev.mignet.topology.run;

import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.Progress;
import java.util.List;

/** Saves a lab's state after every step, and tells the progress. */
final class Recorder implements PlanRunner.Listener {

  /**
   * For tests of an {@code up} that is killed: the number of saved steps after which this process
   * ends at once, with no clean-up of any kind.
   */
  private static final String STOP_AFTER_STEP = "MIGNET_TEST_STOP_AFTER_STEP";

  /** As a shell reports a process that SIGKILL ended. */
  private static final int KILLED = 137;

  private final LabFolder folder;
  private final Progress progress;
  private final String stopAfter;
  private LabState state;

  Recorder(LabFolder folder, LabState first, Progress progress) {
    this.folder = folder;
    this.progress = progress;
    this.stopAfter = System.getenv().getOrDefault(STOP_AFTER_STEP, "");
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
    if (stopAfter.equals(Integer.toString(count))) {
      Runtime.getRuntime().halt(KILLED);
    }
    progress.step(count, of, step.name());
  }

  /** The lab is up. */
  void finish() {
    state = state.completed();
    StateFile.save(folder, state);
  }
}
