package dev.mignet.topology.doctor;

import dev.mignet.topology.spi.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What breaks other tools of the kind, and is of no matter to labs: told where it is found. */
final class MachineNotes {

  private static final String UNPRIVILEGED = "sys/kernel/apparmor_restrict_unprivileged_userns";

  /** Of the machine's own namespace; the first that there is. */
  private static final List<List<String>> FORWARD =
      List.of(
          List.of("iptables", "-S", "FORWARD"),
          List.of("nft", "list", "chain", "ip", "filter", "FORWARD"));

  private static final Pattern DROP = Pattern.compile("-P FORWARD DROP\\b|\\bpolicy drop;");

  /** Runs commands that only look. */
  @FunctionalInterface
  interface Shell {
    /** What the command prints; empty where it is not installed, or fails. */
    Optional<String> output(List<String> command) throws InterruptedException;
  }

  private final Path proc;
  private final Shell shell;

  /**
   * @param proc where {@code /proc} is
   */
  MachineNotes(Path proc, Shell shell) {
    this.proc = proc;
    this.shell = shell;
  }

  /** Those of this machine. */
  static List<Feature> here() {
    return new MachineNotes(Path.of("/proc"), MachineNotes::output).all();
  }

  List<Feature> all() {
    List<Feature> notes = new ArrayList<>();
    appArmor().ifPresent(notes::add);
    try {
      forwardPolicy().ifPresent(notes::add);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return notes;
  }

  private Optional<Feature> appArmor() {
    try {
      if (!Files.readString(proc.resolve(UNPRIVILEGED)).strip().equals("1")) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // a kernel without the limit
    }
    return Optional.of(
        Feature.note(
            "AppArmor",
            "limits unprivileged user namespaces",
            "none: it holds for users without root only, and labs are made by root"));
  }

  private Optional<Feature> forwardPolicy() throws InterruptedException {
    for (List<String> command : FORWARD) {
      Optional<String> rules = shell.output(command);
      if (rules.isPresent()) {
        return rules.filter(said -> DROP.matcher(said).find()).map(MachineNotes::drops);
      }
    }
    return Optional.empty();
  }

  private static Feature drops(String rules) {
    return Feature.note(
        "FORWARD policy",
        rules.contains("DOCKER") ? "DROP, by Docker" : "DROP",
        "none: it holds in the machine's own namespace, and the bridges and routers of labs are in"
            + " theirs");
  }

  private static Optional<String> output(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // not installed
    }
  }
}
