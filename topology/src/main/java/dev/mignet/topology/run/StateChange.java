package dev.mignet.topology.run;

import dev.mignet.topology.run.LabState.ProcessState;
import java.util.List;

/**
 * What a step changes of a lab's state.
 *
 * @param begun names of steps whose outcome may be touched from now on, in a lab that is changed
 * @param done names of steps that are done
 * @param ended processes that are no more
 * @param started processes that are there now
 */
record StateChange(
    List<String> begun, List<String> done, List<ProcessState> ended, List<ProcessState> started) {

  static StateChange begun(String step) {
    return new StateChange(List.of(step), List.of(), List.of(), List.of());
  }

  static StateChange done(String step, List<ProcessState> started) {
    return new StateChange(List.of(), List.of(step), List.of(), started);
  }

  static StateChange processes(List<ProcessState> ended, List<ProcessState> started) {
    return new StateChange(List.of(), List.of(), ended, started);
  }
}
