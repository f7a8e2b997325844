package dev.mignet.topology.run;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.san.Profiles;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.doctor.MachineCheck;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Actual;
import dev.mignet.topology.plan.Plan;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.spi.ServiceKind;
import dev.mignet.topology.yaml.Catalogue;
import dev.mignet.topology.yaml.TopologyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Brings labs up and down on this machine. */
public final class LocalLabs implements LabRunner {

  private @Nullable Catalogue catalogue;
  private @Nullable Timeout timeout;

  /** With the kinds of services that {@link ServiceLoader} finds. */
  public LocalLabs() {}

  /** With these. */
  public LocalLabs(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Gives what is started so long, rather than what {@link Timeout#VARIABLE} says. */
  public void setTimeout(Timeout timeout) {
    this.timeout = timeout;
  }

  Timeout timeout() {
    return timeout == null ? Timeout.ofEnvironment(System.getenv(Timeout.VARIABLE)) : timeout;
  }

  /** The profiles and kinds of services that topologies may name. */
  public synchronized Catalogue catalogue() {
    if (catalogue == null) { // only now: many commands need none
      catalogue = Catalogue.of(Profiles.names(), ServiceLoader.load(ServiceKind.class));
    }
    return catalogue;
  }

  /**
   * The kinds of services, by name. None where the lab has no service: to look for them is to open
   * every jar.
   */
  Map<String, ServiceKind> kinds(Lab lab) {
    boolean none = lab.nodes().stream().allMatch(node -> node.services().isEmpty());
    return none ? Map.of() : catalogue().services();
  }

  @Override
  public Lab read(Path file) {
    return new TopologyReader(catalogue()).read(file);
  }

  @Override
  public RunningLab up(Lab lab, Path source, Progress progress) {
    try (MachineCheck machine = MachineCheck.begin()) {
      return up(lab, source, progress, machine);
    }
  }

  /**
   * As {@link #up(Lab, Path, Progress)}, where the machine is looked at already.
   *
   * @param machine begun before the topology was read
   */
  public RunningLab up(Lab lab, Path source, Progress progress, MachineCheck machine) {
    LabFolder folder = new LabFolder(lab.name());
    Timeout given = timeout();
    CompletableFuture<Plan> plan =
        CompletableFuture.supplyAsync(() -> Planner.plan(lab, Actual.NOTHING));
    Map<String, ServiceKind> kinds = kinds(lab);
    Doctor.require(lab, kinds.values(), machine);
    claim(folder);
    UpLock lock = UpLock.take(folder);
    try (LabSteps steps = new LabSteps(lab, folder, kinds);
        Recorder recorder = new Recorder(folder, LabState.starting(lab, source), progress)) {
      PlanRunner runner = new PlanRunner(steps, recorder);
      try (Undo undo = new Undo(lab.name(), runner, () -> Teardown.of(lab.name()))) {
        recorder.begin();
        given.keep(folder);
        Files.copy(source, folder.topology());
        runner.run(plan.join());
        steps.awaitCarriers();
        Fidelity.keep(lab);
        recorder.finish();
        undo.notNeeded();
        KeeperProcess.start(lab);
      }
    } catch (IOException e) {
      throw new LabException("cannot copy " + source + ": " + e.getMessage(), e);
    } finally {
      lock.close();
    }
    return new LocalLab(lab);
  }

  /**
   * The steps that bring a lab up, or change the one that is up to what the topology says: what
   * {@link #up} or {@link #change} would do.
   */
  public List<Step> plan(Lab lab) {
    return Labs.state(lab.name())
        .filter(state -> state.phase() != LabState.Phase.COMING_UP)
        .map(state -> new LabChange(this, lab.name()).plan(state, lab))
        .orElseGet(() -> Planner.plan(lab, Actual.NOTHING).steps());
  }

  /**
   * Changes a lab that is up to what a topology says, and touches nothing else of it.
   *
   * @param source the file that the lab was read from
   * @return how many steps that took; 0: the lab was so already
   * @throws LabException naming the step that failed; the lab is then as it was before
   */
  public int change(Lab lab, Path source, Progress progress) {
    try (MachineCheck machine = MachineCheck.begin()) {
      return change(lab, source, progress, machine);
    }
  }

  /**
   * As {@link #change(Lab, Path, Progress)}, where the machine is looked at already.
   *
   * @param machine begun before the topology was read
   */
  public int change(Lab lab, Path source, Progress progress, MachineCheck machine) {
    return new LabChange(this, lab.name()).apply(lab, source, progress, machine);
  }

  /** Makes the lab's folder; whoever succeeds owns the name. */
  private static void claim(LabFolder folder) {
    try {
      boolean claimed = false;
      while (!claimed) {
        Files.createDirectories(LabFolder.ROOT);
        try {
          folder.create();
          LinksLock.create(folder);
          claimed = true;
        } catch (NoSuchFileException e) {
          claimed = false; // the last other lab just went, and the folder above with it
        }
      }
    } catch (FileAlreadyExistsException e) {
      UpLock.requireFree(folder);
      boolean up = Labs.state(folder.lab()).filter(s -> s.phase() == LabState.Phase.UP).isPresent();
      throw new LabException(
          "lab "
              + folder.lab()
              + (up ? " is up already" : " was left half made")
              + "; take it down first: mignet down --lab "
              + folder.lab());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void down(String lab) {
    UpLock.requireFree(new LabFolder(lab));
    Teardown.of(lab);
  }

  /**
   * A lab that is up, whoever brought it up.
   *
   * @throws LabException where it is not up
   */
  public RunningLab running(String lab) {
    Path source = Path.of(Labs.requireUp(lab).source());
    Path copy = new LabFolder(lab).topology();
    return new LocalLab(new TopologyReader(catalogue()).readCopy(copy, source).named(lab));
  }

  /** Starts a command at a node of a lab that is up, with the node's environment. */
  public static Process start(LabState lab, NodeState node, NodeCommand command)
      throws IOException {
    return LocalLab.start(lab.lab(), node.name(), node.environment(), command);
  }

  /** Where the output of a node's {@code exec} is, if it has any. */
  public static Path commandsLog(String lab, String node) {
    return new LabFolder(lab).log(node, LabState.COMMANDS);
  }

  /** The log of migrations that a back-end's daemon writes; older events are beside it, in .1. */
  public static Path events(String lab, String node) {
    return new LabFolder(lab).events(node);
  }

  /** The control socket of a node's daemon. */
  public static Path controlSocket(String lab, String node) {
    return new LabFolder(lab).controlSocket(node);
  }
}
