package dev.mignet.nodes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a group has gone through since it was made; 0 where nothing limits it.
 *
 * @param periods of processor time that began while it had something to do
 * @param throttledPeriods those of them whose share it used up before their end
 * @param periodMicros how long a period is
 * @param killed processes that had to go for want of memory
 * @param pressureMicros for which some of its processes could have run but did not, its own limit
 *     included; empty where this kernel does not tell it by group
 */
public record CgroupStatistics(
    long periods,
    long throttledPeriods,
    long periodMicros,
    long killed,
    OptionalLong pressureMicros) {

  /** Reads them; all are 0 where the group does not exist. */
  public static CgroupStatistics of(Cgroup group) {
    Optional<Path> cpuFolder = group.folder(Controller.CPU);
    Optional<Path> memoryFolder = group.folder(Controller.MEMORY);
    String cpu = text(cpuFolder, "cpu.stat");
    String memory = text(memoryFolder, "memory.events") + text(memoryFolder, "memory.oom_control");
    return new CgroupStatistics(
        value(cpu, "nr_periods"),
        value(cpu, "nr_throttled"),
        period(cpuFolder),
        value(memory, "oom_kill"),
        CpuPressure.read(group.folder().resolve("cpu.pressure")));
  }

  /** From {@code cpu.max} ({@code 5000 20000}) or, with version 1, a file of its own. */
  private static long period(Optional<Path> folder) {
    String max = text(folder, "cpu.max").strip();
    String period = max.isEmpty() ? text(folder, "cpu.cfs_period_us").strip() : max;
    String last = period.substring(period.lastIndexOf(' ') + 1);
    return last.isEmpty() ? 0 : Long.parseLong(last);
  }

  /** The number behind a word at the beginning of a line; 0 where there is no such line. */
  static long value(String text, String key) {
    return text.lines()
        .map(line -> List.of(line.split(" ", -1)))
        .filter(words -> words.size() == 2 && words.get(0).equals(key))
        .mapToLong(words -> Long.parseLong(words.get(1)))
        .findFirst()
        .orElse(0);
  }

  /** Empty where there is no such file. */
  private static String text(Optional<Path> folder, String file) {
    // Each version lacks some, and a group that is not limited has no folder in a tree of version
    // 1:
    // an exception for each would cost more than all the rest.
    if (folder.isEmpty() || !Files.isRegularFile(folder.get().resolve(file))) {
      return "";
    }
    try {
      return Files.readString(folder.get().resolve(file));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      if (!Files.exists(folder.get())) {
        return ""; // it went while it was read
      }
      throw new UncheckedIOException(e);
    }
  }
}
