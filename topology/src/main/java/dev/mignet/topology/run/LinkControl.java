package dev.mignet.topology.run;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.san.LinkEngine;
import dev.mignet.san.LinkShaper;
import dev.mignet.san.NetemEngine;
import dev.mignet.san.Shaping;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Action.ShapeWire;
import dev.mignet.topology.plan.Plan;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabWires.Course;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.WireKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Changes the links of a lab that is up, and remembers it. One at a time, from whatever process.
 */
public final class LinkControl {

  private final Lab lab;
  private final LabFolder folder;

  /** Of a lab that is up. */
  public LinkControl(Lab lab) {
    this.lab = lab;
    this.folder = new LabFolder(lab.name());
  }

  /** Which directions of a wire are meant, seen from the end that is named. */
  public enum Which {
    BOTH,
    /** What the end sends. */
    OUT,
    /** What the end receives. */
    IN
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
      if (isChanged() || plan.steps().stream().anyMatch(LinkControl::imposesAnew)) {
        mendWires(); // while all is there that the engine knows of
      }
      steps.accept(plan);
      if (isChanged() || engine(lab.name()).isEmpty()) {
        impairWires();
      }
    } catch (IOException e) {
      throw new LabException("cannot impair links: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private boolean isChanged() {
    LinkChanges changes = LinkChanges.load(folder);
    return !changes.set().isEmpty() || !changes.cut().isEmpty();
  }

  private static boolean imposesAnew(Step step) {
    return step.action() instanceof Action.Again again
        && again.action() instanceof Action.ImpairWires;
  }

  /**
   * The engine that impairs the lab's links, if any does: its name, with what is wrong with it.
   *
   * @throws LabException where what is known of the links is damaged
   */
  public static Optional<String> engine(String lab) {
    LabFolder folder = new LabFolder(lab);
    String name = LinkChanges.load(folder).engine();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    boolean dead = name.equals(HoldEngine.NAME) && !new HoldEngine(folder).runs();
    return Optional.of(dead ? name + " (ended)" : name);
  }

  /**
   * Changes what is said of a wire.
   *
   * @param end of the wire, {@code NODE:INTERFACE} or {@code NETWORK:PORT}
   * @param values to their texts, as the topology would give them
   * @throws IllegalArgumentException where the values do not go together
   * @throws LabException where the lab has no such end, or its engine does not do its work
   */
  public void set(String end, Which which, Map<WireKey, String> values) {
    change(
        end,
        changes -> {
          for (Course course : courses(end, which, changes)) {
            Map<String, String> set =
                changes.set().computeIfAbsent(course.from().text(), any -> new TreeMap<>());
            values.forEach((key, text) -> set.put(key.key(), text));
          }
          for (Course course : courses(end, which, changes)) {
            WireKey.problemOf(course.present().impairments())
                .ifPresent(
                    problem -> {
                      throw new IllegalArgumentException(problem);
                    });
          }
        });
  }

  /** Makes a wire what the topology says again, and sets it up. */
  public void reset(String end) {
    change(
        end,
        changes -> {
          for (Course course : courses(end, Which.BOTH, changes)) {
            changes.set().remove(course.from().text());
            changes.cut().remove(course.from().text());
          }
        });
  }

  /** Cuts a wire, both ways. */
  public void down(String end) {
    change(end, changes -> changes.cut().add(wire(end, changes).first().text()));
  }

  /** Mends a wire that was cut. */
  public void up(String end) {
    change(end, changes -> changes.cut().remove(wire(end, changes).first().text()));
  }

  private void change(String end, Consumer<LinkChanges> change) {
    try (FileChannel lock =
        FileChannel.open(folder.linksLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      LinkChanges changes = LinkChanges.load(folder);
      List<Course> before = courses(end, Which.BOTH, changes);
      change.accept(changes);
      List<Course> changed = new ArrayList<>(courses(end, Which.BOTH, changes));
      changed.removeAll(before);
      impose(changes, changed);
    } catch (IOException e) {
      throw new LabException("cannot change " + end + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private void impose(LinkChanges changes, List<Course> changed)
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
            ? Doctor.hasNetem()
            : changes.engine().equals(NetemEngine.NAME);
    return netem ? new NetemEngine() : new HoldEngine(folder);
  }

  private void shape(Course course) {
    try (NetworkNamespace namespace =
        NetworkNamespace.open(LabNames.namespace(lab.name(), course.from()))) {
      Rtnetlink network = namespace.rtnetlink();
      String name = LabNames.interfaceName(course.from());
      LinkShaper.apply(network, name, Shaping.of(course.present()));
      if (course.cut()) {
        network.cut(name);
      }
    }
  }

  private ShapeWire wire(String end, LinkChanges changes) {
    LabWires wires = new LabWires(lab, changes);
    return wires
        .find(end)
        .findFirst()
        .orElseThrow(
            () -> {
              String known =
                  String.join(
                      ", ", wires.courses().stream().map(course -> course.from().text()).toList());
              return new LabException("no wire at \"" + end + "\"; known are " + known);
            });
  }

  private List<Course> courses(String end, Which which, LinkChanges changes) {
    Stream<Course> both = new LabWires(lab, changes).courses(wire(end, changes)).stream();
    return both.filter(
            course ->
                switch (which) {
                  case BOTH -> true;
                  case OUT -> course.from().text().equals(end);
                  case IN -> course.to().text().equals(end);
                })
        .toList();
  }
}
