package dev.mignet.nodes.process;

import java.util.ArrayList;
import java.util.List;

/**
 * One control file of a group and what is to be written to it.
 *
 * @param optional whether it is left out where this kernel has no such file
 */
record LimitSetting(String file, String value, boolean optional) {
  /**
   * Microseconds. A node's processes stand still for the rest of a period whose share they have
   * used up, so it is short; but with 10 ms, quotas came out 13 % low (measured on Linux 6.18), and
   * with 20 ms exactly.
   */
  private static final long PERIOD = 20_000;

  /** Microseconds; for shares of which the short period's would be below the least quota. */
  private static final long LONG_PERIOD = 100_000;

  /** Microseconds; kernel/sched/core.c, min_cfs_quota_period. */
  private static final long LEAST_QUOTA = 1000;

  /** All that one controller has to be told, in this order. */
  static List<LimitSetting> of(Limits limits, Controller controller, int version) {
    List<LimitSetting> settings = new ArrayList<>();
    switch (controller) {
      case CPU -> limits.cpuPerMille().ifPresent(share -> cpu(settings, share, version));
      case MEMORY -> limits.memoryBytes().ifPresent(bytes -> memory(settings, bytes, version));
      case PIDS ->
          limits.pids().ifPresent(most -> settings.add(required("pids.max", Long.toString(most))));
      case IO -> {} // by device: Throttle
    }
    return settings;
  }

  private static void cpu(List<LimitSetting> settings, int perMille, int version) {
    long period = PERIOD * perMille / 1000 < LEAST_QUOTA ? LONG_PERIOD : PERIOD;
    long quota = period * perMille / 1000;
    if (version == 2) {
      settings.add(required("cpu.max", quota + " " + period));
    } else {
      settings.add(required("cpu.cfs_period_us", Long.toString(period)));
      settings.add(required("cpu.cfs_quota_us", Long.toString(quota)));
    }
  }

  private static void memory(List<LimitSetting> settings, long bytes, int version) {
    String text = Long.toString(bytes);
    // Without swap, or a node could have more than its memory, at the machine's cost.
    if (version == 2) {
      settings.add(required("memory.max", text));
      settings.add(new LimitSetting("memory.swap.max", "0", true));
    } else {
      settings.add(required("memory.limit_in_bytes", text));
      settings.add(new LimitSetting("memory.memsw.limit_in_bytes", text, true));
    }
  }

  /** What takes back all that {@link #of} may have set, in an order that the kernel takes. */
  static List<LimitSetting> none(Controller controller, int version) {
    return switch (controller) {
      case CPU ->
          List.of(
              version == 2
                  ? required("cpu.max", "max " + PERIOD)
                  : required("cpu.cfs_quota_us", "-1"));
      case MEMORY ->
          version == 2
              ? List.of(required("memory.max", "max"), required("memory.swap.max", "max"))
              : List.of( // the sum must not be below the memory at any time
                  required("memory.memsw.limit_in_bytes", "-1"),
                  required("memory.limit_in_bytes", "-1"));
      case PIDS -> List.of(required("pids.max", "max"));
      case IO -> List.of(); // by device: Throttle
    };
  }

  private static LimitSetting required(String file, String value) {
    return new LimitSetting(file, value, false);
  }
}
