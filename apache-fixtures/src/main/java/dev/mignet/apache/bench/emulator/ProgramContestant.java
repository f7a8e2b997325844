package dev.mignet.apache.bench.emulator;

import dev.mignet.apache.bench.emulator.Contestant.Life;
import dev.mignet.topology.spi.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program that makes the lab, says {@code up}, waits for a line, takes the lab down and says
 * {@code down}; behind either word may be the microseconds of its own clock, which then count.
 *
 * <p>It runs in namespaces of its own - network, mounts with an empty {@code /run}, processes - so
 * that it finds nothing, changes nothing of the machine, and leaves nothing however it ends.
 */
final class ProgramContestant implements Contestant {

  private static final List<String> ALONE =
      List.of(
          "unshare",
          "--net",
          "--mount",
          "--propagation=private",
          "--pid",
          "--fork",
          "--kill-child",
          "sh",
          "-c",
          "mount -t tmpfs tmpfs /run && mount -t proc proc /proc && exec \"$@\"",
          "alone");

  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  private final String name;
  private final Path errors;
  private final Optional<String> absence;
  private final List<String> command;

  /**
   * @param errors a file for what it says on standard error
   * @param command without the number of nodes, which is its last argument
   */
  ProgramContestant(String name, Path errors, Optional<String> absence, List<String> command) {
    this.name = name;
    this.errors = errors;
    this.absence = absence;
    this.command = List.copyOf(command);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> absence() {
    return absence;
  }

  @Override
  public Life live(int nodes) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(ALONE);
    words.addAll(command);
    words.add(Integer.toString(nodes));
    long start = System.nanoTime();
    Process process = new ProcessBuilder(words).redirectError(errors.toFile()).start();
    try (BufferedReader said =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        OutputStream told = process.getOutputStream()) {
      double up = seconds("up", said.readLine(), start);
      start = System.nanoTime();
      told.write('\n');
      told.flush();
      double down = seconds("down", said.readLine(), start);
      return new Life(up, down);
    } finally {
      process.destroy(); // and with it all in its process namespace; mostly it has ended
      process.onExit().join();
    }
  }

  private double seconds(String word, String line, long start) throws IOException {
    double wall = (System.nanoTime() - start) / NANOS;
    String[] words = line == null ? new String[] {""} : line.split(" ", -1);
    if (!words[0].equals(word)) {
      throw new LabException(name + " failed: " + Files.readString(errors).strip());
    }
    return words.length > 1 ? Long.parseLong(words[1]) / MICROS : wall;
  }
}
