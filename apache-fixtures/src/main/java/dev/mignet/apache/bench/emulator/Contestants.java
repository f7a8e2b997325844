package dev.mignet.apache.bench.emulator;

import dev.mignet.topology.spi.LabRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Everything that makes labs, Mignet in two ways. */
final class Contestants {

  static final String FORKED = "ip and tc, one a step";
  static final String BATCH = "ip and tc -batch";
  static final String FLOOR = "C, netlink alone";
  static final String MININET = "Mininet";

  /** Of the system, where Debian's Mininet is. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final Optional<String> NONE = Optional.empty();

  private final Path folder;
  private final Path output;

  private Contestants(Path folder) {
    this.folder = folder;
    this.output = folder.resolve("output");
  }

  /**
   * All, also those that cannot take part.
   *
   * @param folder for programs, topologies and output
   */
  static List<Contestant> all(LabRunner labs, LabFile file, Path folder)
      throws IOException, InterruptedException {
    Contestants programs = new Contestants(folder);
    return List.of(
        new CommandContestant(labs, file, new MignetCommand(programs.output)),
        new LibraryContestant(labs, file),
        programs.floor(),
        programs.script(BATCH, "batch.sh"),
        programs.script(FORKED, "forked.sh"),
        programs.mininet());
  }

  private Contestant script(String name, String resource) throws IOException {
    return program(name, NONE, "bash", unpacked(resource).toString());
  }

  private Contestant floor() throws IOException, InterruptedException {
    Path program = folder.resolve("floor");
    boolean built = succeeds("cc", "-O2", "-o", program.toString(), unpacked("floor.c").toString());
    return program(
        FLOOR, built ? NONE : Optional.of("not built: it needs a C compiler"), program.toString());
  }

  private Contestant mininet() throws IOException, InterruptedException {
    boolean there = succeeds(PYTHON, "-c", "import mininet.net") && succeeds("brctl", "--version");
    Optional<String> absence =
        there
            ? NONE
            : Optional.of("not installed (Debian, Ubuntu: apt install mininet bridge-utils)");
    return program(MININET, absence, PYTHON, unpacked("mininet-lab.py").toString());
  }

  private Contestant program(String name, Optional<String> absence, String... command) {
    return new ProgramContestant(name, output, absence, List.of(command));
  }

  private Path unpacked(String resource) throws IOException {
    Path file = folder.resolve(resource);
    try (InputStream content = Contestants.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new AssertionError("no resource " + resource);
      }
      Files.copy(content, file);
    }
    return file;
  }

  private boolean succeeds(String... command) throws InterruptedException {
    try {
      ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
      return process.redirectOutput(output.toFile()).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
