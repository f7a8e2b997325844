package dev.mignet.topology.run;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.san.LinkEngine;
import dev.mignet.san.LinkShaper;
import dev.mignet.san.NetemEngine;
import dev.mignet.san.Shaping;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Plan;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabWires.Course;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.WireKey;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the machine does to the links of a lab: rates, cuts, and by an engine all that goes wrong.
 * Whoever calls this holds the {@link LinksLock}, or is bringing the lab up.
 */
final class ImposedLinks {

  private final Lab lab;
  private final LabFolder folder;
  private final Optional<String> preferred;

  ImposedLinks(Lab lab) {
    this(lab, Optional.empty());
  }

  /**
   * With a certain engine where none is at work yet.
   *
   * @param preferred its name
   */
  ImposedLinks(Lab lab, Optional<String> preferred) {
    this.lab = lab;
    this.folder = new LabFolder(lab.name());
    this.preferred = preferred;
  }

  /** Imposes what the topology says, and what commands have changed of it, on shaped wires. */
  void impairWires() throws IOException, InterruptedException {
    LinkChanges changes = LinkChanges.load(folder);
    impose(
        changes,
        new LabWires(lab, changes)
            .courses().stream()
                .filter(c -> c.isChanged() || c.cut() || !c.present().impairments().isNone())
                .toList());
  }

  /** Has nothing go wrong; for wires that are taken away or shaped anew. */
  void mendWires() throws IOException, InterruptedException {
    new HoldEngine(folder).impose(List.of(), List.of());
    LinkChanges.load(folder).withEngine("").save(folder);
  }

  /**
   * Does steps that may shape wires or make them anew, without the engine knowing. Afterwards they
   * are again as the topology says, with what commands have changed over it.
   */
  void around(Plan plan, Consumer<Plan> steps) {
    try {
      if (isChanged() || plan.steps().stream().anyMatch(ImposedLinks::imposesAnew)) {
        mendWires(); // while all is there that the engine knows of
      }
      steps.accept(plan);
      if (isChanged() || LinkControl.engine(lab.name()).isEmpty()) {
        impairWires();
      }
    } catch (IOException e) {
      throw new LabException("cannot impair links: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  /**
   * Requires that what commands have changed goes together with what the topology says.
   *
   * @throws LabException naming the end, and what to do
   */
  void requireFitting() {
    for (Course course : new LabWires(lab, LinkChanges.load(folder)).courses()) {
      String end = course.from().text();
      WireKey.problemOf(course.present().impairments())
          .ifPresent(
              problem -> {
                throw new LabException(
                    "what \"mignet link set\" or a fault has changed of "
                        + end
                        + " does not go together with this topology: "
                        + problem
                        + "; make it what the topology says: mignet link reset "
                        + end);
              });
    }
  }

  /** Forgets what commands have changed of wires that the topology has no more. */
  void forgetMissing() throws IOException {
    LinkChanges changes = LinkChanges.load(folder);
    changes.keepOnly(
        new LabWires(lab, changes).courses().stream().map(c -> c.from().text()).toList());
    changes.save(folder);
  }

  private boolean isChanged() {
    LinkChanges changes = LinkChanges.load(folder);
    return !changes.set().isEmpty() || !changes.cut().isEmpty();
  }

  private static boolean imposesAnew(Step step) {
    return step.action() instanceof Action.Again again
        && again.action() instanceof Action.ImpairWires;
  }

  /** Has the changed directions be as they now are, and keeps that. */
  void impose(LinkChanges changes, Collection<Course> changed)
      throws IOException, InterruptedException {
    LabWires wires = new LabWires(lab, changes);
    List<Course> impaired =
        wires.courses().stream()
            .filter(course -> !course.cut() && !course.present().impairments().isNone())
            .toList();
    LinkEngine engine = engineOf(changes, !impaired.isEmpty());
    changed.forEach(this::shape);
    engine.impose(
        impaired.stream().map(wires::direction).toList(),
        changed.stream().filter(course -> !course.cut()).map(wires::direction).toList());
    changes.withEngine(impaired.isEmpty() ? "" : engine.name()).save(folder);
  }

  private LinkEngine engineOf(LinkChanges changes, boolean needed) {
    boolean netem =
        changes.engine().isEmpty() && needed
            ? preferred.map(NetemEngine.NAME::equals).orElseGet(Doctor::hasNetem)
            : changes.engine().equals(NetemEngine.NAME);
    return netem ? new NetemEngine() : new HoldEngine(folder);
  }

  private void shape(Course course) {
    try (NetworkNamespace namespace =
        NetworkNamespace.open(LabNames.namespace(lab.name(), course.from()))) {
      String name = LabNames.interfaceName(course.from());
      LinkShaper.apply(namespace.rtnetlink(), name, Shaping.of(course.present()));
      Cable.set(namespace.rtnetlink(), course);
    }
  }
}
