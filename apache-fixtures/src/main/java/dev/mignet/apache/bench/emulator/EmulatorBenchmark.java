package dev.mignet.apache.bench.emulator;

import dev.mignet.apache.bench.Machine;
import dev.mignet.apache.bench.Summary;
import dev.mignet.apache.bench.emulator.Contestant.Life;
import dev.mignet.apache.bench.emulator.EmulatorReport.Absent;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import dev.mignet.topology.spi.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole benchmark: of each size of lab, every contestant in turn makes one and takes it down,
 * round after round, the kernel being done with the one before.
 */
final class EmulatorBenchmark {

  private static final double VERSION_SECONDS = 0.12;

  private final Scale scale;
  private final Progress progress;
  private final LabFile file;
  private final MignetCommand command;
  private final LabRunner labs;
  private final List<Contestant> contestants;
  private int stage;

  /**
   * @param name which the labs' names begin with
   * @param folder for files, which stay there
   * @param progress told about each stage
   */
  EmulatorBenchmark(LabRunner labs, String name, Path folder, Scale scale, Progress progress)
      throws IOException, InterruptedException {
    this.labs = labs;
    this.scale = scale;
    this.progress = progress;
    this.file = new LabFile(folder, name);
    this.command = new MignetCommand(folder.resolve("output"));
    this.contestants = Contestants.all(labs, file, folder);
  }

  /**
   * Measures everything.
   *
   * @param machine as it was before
   */
  EmulatorReport run(Machine machine) throws Exception {
    next("warm up");
    Contestant library = new LibraryContestant(labs, file);
    for (int i = 0; i < scale.warmUps(); i++) {
      library.live(scale.warmUpNodes());
      Settling.await(file.name());
    }
    next("mignet version");
    Summary version = version();
    List<Figure> figures = new ArrayList<>();
    for (Scale.Size size : scale.sizes()) {
      figures.addAll(measure(size));
    }
    LargeLab.Course largeLab = null;
    if (scale.largest() > 0) {
      next(scale.largest() + " nodes");
      largeLab = new LargeLab(labs, file, command).measure(scale.largest());
    }
    List<Goal> goals = new ArrayList<>(Goals.of(figures));
    goals.add(Goal.within("mignet version", version.median(), VERSION_SECONDS));
    return new EmulatorReport(machine, figures, absent(), version, largeLab, goals);
  }

  private Summary version() throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < scale.versions(); i++) {
      seconds.add(command.seconds("version"));
    }
    return Summary.of(seconds);
  }

  private List<Figure> measure(Scale.Size size) throws IOException, InterruptedException {
    Map<Contestant, List<Life>> lives = new LinkedHashMap<>();
    for (int round = 1; round <= size.rounds(); round++) {
      for (Contestant contestant : contestants) {
        if (contestant.absence().isEmpty()) {
          next(size.nodes() + " nodes, round " + round + ": " + contestant.name());
          lives
              .computeIfAbsent(contestant, any -> new ArrayList<>())
              .add(contestant.live(size.nodes()));
          Settling.await(file.name());
        }
      }
    }
    return lives.entrySet().stream()
        .map(entry -> figure(entry.getKey(), size.nodes(), entry.getValue()))
        .toList();
  }

  private static Figure figure(Contestant contestant, int nodes, List<Life> lives) {
    return new Figure(
        contestant.name(),
        nodes,
        Summary.of(lives.stream().map(Life::up).toList()),
        Summary.of(lives.stream().map(Life::down).toList()));
  }

  private List<Absent> absent() {
    return contestants.stream()
        .flatMap(c -> c.absence().stream().map(why -> new Absent(c.name(), why)))
        .toList();
  }

  private void next(String what) {
    if (Thread.interrupted()) {
      throw new LabException("stopped");
    }
    long present = contestants.stream().filter(c -> c.absence().isEmpty()).count();
    int rounds = scale.sizes().stream().mapToInt(Scale.Size::rounds).sum();
    int stages = (int) present * rounds + (scale.largest() > 0 ? 3 : 2);
    progress.step(++stage, stages, what);
  }
}
