package dev.mignet.topology.calibrate;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.san.Direction;
import dev.mignet.san.Impairments;
import dev.mignet.san.NetemEngine;
import dev.mignet.san.measure.Figure;
import dev.mignet.san.measure.Floor;
import dev.mignet.san.measure.LinkMeasurement;
import dev.mignet.san.measure.Target;
import dev.mignet.topology.calibrate.CalibrationReport.DirectionFigures;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.run.LabWires;
import dev.mignet.topology.run.LabWires.Course;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the wires of a lab that is up, one direction after the other, against its file. */
public final class Calibration {

  private final Lab lab;
  private final LinkMeasurement measurement;

  /**
   * @param seconds for each direction; twice as much where something is off
   */
  public Calibration(Lab lab, double seconds) {
    this.lab = lab;
    this.measurement = new LinkMeasurement(seconds);
  }

  /**
   * Measures.
   *
   * @param names ends of wires, or networks, of which all wires are meant; empty: everything
   * @throws LabException where the lab has no such wire
   */
  public CalibrationReport run(List<String> names, Progress progress) {
    List<Course> courses = chosen(names);
    Fidelity before = Fidelity.now(lab);
    Map<Integer, Floor> floors = new LinkedHashMap<>();
    List<DirectionFigures> figures = new ArrayList<>();
    for (Course course : courses) {
      String name = course.from().text() + " -> " + course.to().text();
      progress.step(figures.size() + 1, courses.size(), name);
      int mtu = course.planned().profile().mtu();
      figures.add(measure(course, course.planned(), floors.computeIfAbsent(mtu, this::floor)));
    }
    return new CalibrationReport(
        lab.name(),
        LinkControl.engine(lab.name()).orElse(null),
        List.copyOf(floors.values()),
        List.copyOf(figures),
        before.until(Fidelity.now(lab)));
  }

  private List<Course> chosen(List<String> names) {
    List<Course> all = LabWires.ofRunning(lab).courses();
    for (String name : names) {
      if (all.stream().noneMatch(course -> isOf(course, name))) {
        throw new LabException(
            "no wire or network \""
                + name
                + "\"; known are "
                + String.join(", ", all.stream().map(course -> course.from().text()).toList()));
      }
    }
    return all.stream()
        .filter(course -> names.isEmpty() || names.stream().anyMatch(name -> isOf(course, name)))
        .toList();
  }

  private static boolean isOf(Course course, String name) {
    return course.from().text().equals(name)
        || course.to().text().equals(name)
        || course.segment().name().equals(name);
  }

  /** What this machine itself costs, with packets of that MTU. */
  public Floor floor(int mtu) {
    try (BarePair pair = new BarePair(mtu)) {
      return pair.floor(measurement);
    }
  }

  /**
   * Measures one direction of a wire.
   *
   * @param wanted what it is compared with
   */
  public DirectionFigures measure(Course course, Direction wanted, Floor floor) {
    DirectionFigures first = measureOnce(course, wanted, floor);
    // something else may have had the machine for a moment
    return first.isOff() ? measureOnce(course, wanted, floor) : first;
  }

  private DirectionFigures measureOnce(Course course, Direction wanted, Floor floor) {
    // The kernel's netem delays and loses before the token bucket, our own engine behind it.
    boolean held = !LinkControl.engine(lab.name()).equals(Optional.of(NetemEngine.NAME));
    Impairments impairments = wanted.impairments();
    boolean timed = impairments.storeAndForward() || held && !impairments.isNone();
    Target target = Target.of(wanted, timed, !held);
    List<Figure> figures;
    try (WireRoute route = new WireRoute(lab, course)) {
      Optional<String> obstacle = route.obstacle();
      figures =
          obstacle.isPresent()
              ? Figure.notMeasured(target, obstacle.get())
              : measurement.measure(
                  new LinkMeasurement.Wire(route.probes(), target, course.present(), held), floor);
    } catch (KernelException e) {
      figures = Figure.notMeasured(target, WireRoute.explain(course, e));
    }
    return new DirectionFigures(course.from().text(), course.to().text(), figures);
  }
}
