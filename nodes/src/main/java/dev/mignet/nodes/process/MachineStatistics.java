package dev.mignet.nodes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the whole machine has gone through since it was started (proc(5)).
 *
 * @param uptimeMillis since it was started
 * @param ticks of all processors, busy or not; 10 ms each
 * @param stolenTicks of them that the hypervisor gave to other machines
 * @param pressureMicros for which some process could have run but did not; empty where this kernel
 *     does not tell
 */
public record MachineStatistics(
    long uptimeMillis, long ticks, long stolenTicks, OptionalLong pressureMicros) {
  private static final int STEAL = 7;

  /** user, nice, system, idle, iowait, irq, softirq, steal; guests' time is in user's already. */
  private static final int STATES = 8;

  /** Of this machine, now. */
  public static MachineStatistics read() {
    return read(Path.of("/proc"));
  }

  static MachineStatistics read(Path proc) {
    try {
      String uptime = Files.readString(proc.resolve("uptime"));
      List<Long> states = states(Files.readString(proc.resolve("stat")));
      return new MachineStatistics(
          Math.round(Double.parseDouble(uptime.split(" ", -1)[0]) * 1000),
          states.stream().mapToLong(Long::longValue).sum(),
          states.size() > STEAL ? states.get(STEAL) : 0,
          CpuPressure.read(proc.resolve("pressure/cpu")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line is the sum of all processors: {@code cpu 19169 0 7006 ...}. */
  private static List<Long> states(String stat) {
    return List.of(stat.substring(0, stat.indexOf('\n')).split(" +", -1)).stream()
        .skip(1)
        .limit(STATES)
        .map(Long::valueOf)
        .toList();
  }
}
