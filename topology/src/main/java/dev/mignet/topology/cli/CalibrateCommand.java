package dev.mignet.topology.cli;

import dev.mignet.san.measure.Figure;
import dev.mignet.san.measure.Floor;
import dev.mignet.topology.calibrate.Calibration;
import dev.mignet.topology.calibrate.CalibrationReport;
import dev.mignet.topology.calibrate.CalibrationReport.DirectionFigures;
import dev.mignet.topology.calibrate.FigureText;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mignet calibrate}. */
@Command(
    name = "calibrate",
    description = {
      "Measure rate, one-way delay and loss of wires of a lab that is up, against its file.",
      "Sends packets of its own over each direction of each wire, as fast as the wire takes them:"
          + " whoever uses it meanwhile is disturbed. Ends with 4 where a wire is not what the file"
          + " says and the machine does not explain it."
    })
final class CalibrateCommand implements Callable<Integer> {

  private static final double LEAST_SECONDS = 0.3;
  private static final double MOST_SECONDS = 600;

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description = {
        "How long each direction is measured, 0.3 to 600; default: ${DEFAULT-VALUE}.",
        "What is off is measured a second time, and the second counts."
      })
  private double seconds = 3;

  @Parameters(
      arity = "0..*",
      paramLabel = "LINK",
      description =
          "An end of a wire, as \"mignet links\" shows it, or a network; default: all wires.")
  private List<String> links = List.of();

  CalibrateCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() {
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw options.usage("--seconds must be from 0.3 to 600, found " + seconds);
    }
    options.requireRoot();
    Lab lab = options.running(labs).lab();
    CalibrationReport report;
    try (ProgressLine progress = new ProgressLine(options.err())) {
      report = new Calibration(lab, seconds).run(links, progress);
    }
    json.print(options.out(), report, table(report), lines(report));
    return report.isOff() ? ExitCode.NOT_VALID : ExitCode.DONE;
  }

  private static Table table(CalibrationReport report) {
    Table table =
        new Table("FROM", "TO", "FIGURE", "TARGET", "MEASURED", "ERROR", "VERDICT", "WHY");
    for (DirectionFigures direction : report.directions()) {
      for (Figure figure : direction.figures()) {
        table.row(
            direction.from(),
            direction.to(),
            FigureText.name(figure.quantity()),
            FigureText.target(figure),
            FigureText.measured(figure),
            FigureText.error(figure),
            FigureText.verdict(figure.judgement()),
            figure.why());
      }
    }
    return table;
  }

  private static List<String> lines(CalibrationReport report) {
    List<String> lines = new ArrayList<>();
    for (Floor floor : report.floors()) {
      lines.add("floor of this machine: " + FigureText.floor(floor));
    }
    lines.addAll(report.fidelity().lines("lab " + report.lab()));
    return lines;
  }
}
