package dev.mignet.topology.run;

import dev.mignet.topology.plan.Action;
import dev.mignet.topology.run.LabState.ProcessState;
import java.io.IOException;
import java.util.List;

/** Does one step; called from several threads. */
@FunctionalInterface
interface StepExecutor {

  /**
   * Does it and returns when it is done.
   *
   * @return the processes that it started
   */
  List<ProcessState> execute(Action action) throws IOException, InterruptedException;
}
