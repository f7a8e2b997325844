package dev.mignet.apache.bench.links;

import dev.mignet.apache.bench.links.LinksReport.LinksRow;
import dev.mignet.san.NetemEngine;
import dev.mignet.san.measure.Figure;
import dev.mignet.san.measure.Floor;
import dev.mignet.topology.calibrate.Calibration;
import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.Fidelity;
import dev.mignet.topology.run.LabWires;
import dev.mignet.topology.run.LabWires.Course;
import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LinkControl.Which;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures wires of a lab of its own, which are changed as by {@code mignet link set}. */
public final class LinksBenchmark {

  private static final String TOPOLOGY =
      """
      name: %s
      nodes: { a: , b: }
      links:
        - { endpoints: ["a:e0", "b:e0"], profile: ethernet-100 }
        - { endpoints: ["a:san0", "b:san0"], profile: myrinet-pci64b }
      """;

  private static final String TOKEN_BUCKET = "tbf";

  private final LabRunner labs;
  private final double seconds;
  private final Progress progress;
  private final Map<Integer, Floor> floors = new LinkedHashMap<>();
  private final List<LinksRow> rows = new ArrayList<>();

  /**
   * @param seconds for each wire
   */
  public LinksBenchmark(LabRunner labs, double seconds, Progress progress) {
    this.labs = labs;
    this.seconds = seconds;
    this.progress = progress;
  }

  /**
   * Measures everything; the lab is down then.
   *
   * @param folder for the topology, which stays there
   */
  public LinksReport run(String name, Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".mignet.yaml"), TOPOLOGY.formatted(name));
    boolean netem = Doctor.hasNetem();
    List<String> engines = new ArrayList<>(List.of(LinkControl.OWN_ENGINE));
    List<String> missing = new ArrayList<>();
    (netem ? engines : missing).add(NetemEngine.NAME);
    int cases = Case.plain().size() + engines.size() * Case.impaired().size();
    try (RunningLab running = labs.up(labs.read(file), file, Progress.SILENT)) {
      Lab lab = running.lab();
      Fidelity before = Fidelity.now(lab);
      measure(lab, TOKEN_BUCKET, Case.plain(), cases);
      for (String engine : engines) {
        measure(lab, engine, Case.impaired(), cases);
      }
      return new LinksReport(
          List.copyOf(rows),
          List.copyOf(floors.values()),
          missing,
          before.until(Fidelity.now(lab)));
    }
  }

  private void measure(Lab lab, String engine, List<Case> cases, int all) {
    LinkControl control = new LinkControl(new LocalLabs(), lab.name(), Optional.of(engine));
    Calibration calibration = new Calibration(lab, seconds);
    int done = (int) rows.stream().map(row -> row.engine() + row.wire()).distinct().count();
    for (Case one : cases) {
      if (Thread.currentThread().isInterrupted()) {
        throw new LabException("stopped");
      }
      progress.step(++done, all, one.name() + " by " + engine);
      if (!one.settings().isEmpty()) {
        control.set(one.from(), Which.OUT, one.settings());
      }
      Course course =
          LabWires.ofRunning(lab).courses().stream()
              .filter(candidate -> candidate.from().text().equals(one.from()))
              .findFirst()
              .orElseThrow();
      Floor floor = floors.computeIfAbsent(course.present().profile().mtu(), calibration::floor);
      for (Figure figure : calibration.measure(course, course.present(), floor).figures()) {
        if (one.quantities().contains(figure.quantity())) {
          rows.add(new LinksRow(one.name(), engine, figure));
        }
      }
    }
    cases.stream().map(Case::from).distinct().forEach(control::reset);
  }
}
