package dev.mignet.topology.run;

import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.doctor.MachineCheck;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Actual;
import dev.mignet.topology.plan.Plan;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.Phase;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.yaml.TopologyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes a lab that is up to what another topology says. What fails in the middle is taken back,
 * and so is, before anything else, what an earlier change left in the middle because it was killed.
 */
final class LabChange {
  private final LocalLabs labs;
  private final LabFolder folder;

  LabChange(LocalLabs labs, String lab) {
    this.labs = labs;
    this.folder = new LabFolder(lab);
  }

  /**
   * The steps that {@link #apply} would take, in their order.
   *
   * @throws LabException where it would take none, because what commands have changed is against it
   */
  List<Step> plan(LabState state, Lab wanted) {
    new ImposedLinks(wanted).requireFitting();
    Lab from = topology(folder.topology(), state);
    List<Step> steps = new ArrayList<>();
    if (state.phase() == Phase.CHANGING) {
      steps.addAll(wayBack(from, state).steps());
    }
    steps.addAll(Planner.plan(wanted, Actual.of(from)).steps());
    return steps;
  }

  /**
   * Does it.
   *
   * @param machine begun before
   * @return how many steps that took; 0: the lab was so already
   * @throws LabException where the lab is not up, or a step fails
   */
  @SuppressWarnings("try") // the locks only have to be held
  int apply(Lab wanted, Path source, Progress progress, MachineCheck machine) {
    Timeout timeout = labs.timeout();
    Doctor.require(wanted, labs.kinds(wanted).values(), machine);
    try (UpLock lock = UpLock.take(folder);
        LinksLock links = LinksLock.take(folder, timeout.ofCommand());
        ChangeRecorder recorder =
            new ChangeRecorder(folder, Labs.requireUp(folder.lab()), progress)) {
      LabState state = recorder.state();
      Lab from = topology(folder.topology(), state);
      Lab now = from;
      KeeperProcess.stop(folder.lab());
      timeout.keep(folder);
      try {
        if (state.phase() == Phase.CHANGING) {
          goBack(from, recorder);
        }
        ImposedLinks imposed = new ImposedLinks(wanted);
        imposed.requireFitting();
        Plan plan = Planner.plan(wanted, Actual.of(from));
        copy(source);
        if (!plan.steps().isEmpty()) {
          run(plan, wanted, from, recorder);
        }
        Files.move(folder.nextTopology(), folder.topology(), StandardCopyOption.ATOMIC_MOVE);
        recorder.arrived(wanted, source);
        imposed.forgetMissing();
        if (!plan.steps().isEmpty()) {
          Fidelity.renew(wanted);
        }
        now = wanted;
        return plan.steps().size();
      } finally {
        KeeperProcess.start(now);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(Plan plan, Lab wanted, Lab from, ChangeRecorder recorder) {
    try (LabSteps steps = new LabSteps(wanted, folder, labs.kinds(wanted))) {
      PlanRunner runner = new PlanRunner(steps, recorder);
      try (Undo undo = new Undo(folder.lab(), runner, () -> goBack(from, recorder))) {
        new ImposedLinks(wanted).around(plan, runner::run);
        steps.awaitCarriers();
        undo.notNeeded();
      }
    } catch (LabException e) {
      boolean back = e.getSuppressed().length == 0;
      String outcome =
          back
              ? "; lab " + folder.lab() + " is as it was before"
              : "; going back failed too: " + e.getSuppressed()[0].getMessage();
      throw new LabException(e.getMessage() + outcome, e);
    }
  }

  private void goBack(Lab from, ChangeRecorder recorder) {
    LabState state = recorder.state();
    try (LabSteps steps = new LabSteps(from, folder, labs.kinds(from))) {
      PlanRunner runner = new PlanRunner(steps, recorder);
      new ImposedLinks(from).around(wayBack(from, state), runner::run);
    }
    recorder.arrived(from, Path.of(state.source()));
  }

  private Plan wayBack(Lab from, LabState state) {
    // Where only the last save is missing, the new topology has taken the old one's place.
    boolean arrived = !Files.exists(folder.nextTopology());
    Lab to = arrived ? from : topology(folder.nextTopology(), state);
    return Planner.plan(from, Actual.halfChanged(from, to, state.begun()));
  }

  private Lab topology(Path file, LabState state) {
    TopologyReader reader = new TopologyReader(labs.catalogue());
    return reader.readCopy(file, Path.of(state.source())).named(folder.lab());
  }

  private void copy(Path source) throws IOException {
    Files.copy(source, folder.nextTopology(), StandardCopyOption.REPLACE_EXISTING);
  }
}
