package dev.mignet.topology.run;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Does the steps of one lab on this machine. */
final class LabSteps implements StepExecutor, AutoCloseable {

  private final LabFolder folder;
  private final KernelSteps kernel;
  private final DiskSteps disks;
  private final ProcessSteps processes;
  private final UndoSteps undo;

  private final Lab lab;

  LabSteps(Lab lab, LabFolder folder, Map<String, ServiceKind> kinds) {
    this.folder = folder;
    this.lab = lab;
    this.kernel = new KernelSteps(folder);
    this.disks = new DiskSteps(folder);
    this.processes = new ProcessSteps(lab, folder, kinds);
    this.undo = new UndoSteps(folder, kernel);
  }

  @Override
  public List<ProcessState> execute(Action action) throws IOException, InterruptedException {
    if (action instanceof Action.StartService step) {
      return List.of(processes.startService(step.node(), step.service(), kernel.node(step.node())));
    } else if (action instanceof Action.StartDaemon step) {
      return List.of(processes.startDaemon(step.node()));
    } else if (action instanceof Action.RunCommands step) {
      processes.runCommands(step);
    } else if (action instanceof Action.ImpairWires
        || action instanceof Action.Again again && again.action() instanceof Action.ImpairWires) {
      new ImposedLinks(lab).impairWires();
    } else if (action instanceof Action.Undo step && step.action() instanceof Action.ImpairWires) {
      new ImposedLinks(lab).mendWires();
    } else if (action instanceof Action.Undo step) {
      undo.undo(step.action());
    } else if (action instanceof Action.Again step) {
      again(step.action());
    } else {
      make(action);
    }
    return List.of();
  }

  /** To be called when all steps are done. */
  void awaitCarriers() {
    Carriers.await(lab, kernel);
  }

  private void again(Action action) throws IOException, InterruptedException {
    if (action instanceof Action.StartDaemon step) {
      processes.tellPolicy(step.node());
    } else if (action instanceof Action.ShapeWire step) {
      kernel.shapeWireAgain(step);
    } else {
      make(action);
    }
  }

  private void make(Action action) throws IOException, InterruptedException {
    if (action instanceof Action.CreateNode step) {
      kernel.createNode(step);
    } else if (action instanceof Action.WriteFiles step) {
      folder.createFor(step.node());
      Path files = folder.files(step.node());
      DiskSteps.prepare(lab.node(step.node()), files, () -> NodeFiles.write(files, step.files()));
    } else if (action instanceof Action.LimitNode step) {
      kernel.limitNode(step);
    } else if (action instanceof Action.MakeDisk step) {
      disks.makeDisk(step);
    } else if (action instanceof Action.CreateSwitch step) {
      kernel.createSwitch(step);
    } else if (action instanceof Action.ConnectNodes step) {
      kernel.connectNodes(step);
    } else if (action instanceof Action.ConnectToSwitch step) {
      kernel.connectToSwitch(step);
    } else if (action instanceof Action.ShapeWire step) {
      kernel.shapeWire(step);
    } else if (action instanceof Action.SetSysctls step) {
      kernel.setSysctls(step);
    } else if (action instanceof Action.AssignAddresses step) {
      kernel.assignAddresses(step);
    } else if (action instanceof Action.AddRoutes step) {
      kernel.addRoutes(step);
    } else if (action instanceof Action.MapConnections step) {
      kernel.mapConnections(step);
    } else {
      throw new AssertionError(action); // a step that nobody does
    }
  }

  @Override
  public void close() {
    kernel.close();
  }
}
