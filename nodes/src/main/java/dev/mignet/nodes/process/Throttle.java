package dev.mignet.nodes.process;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.KernelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How fast the processes of a group together may read from a block device, and as fast again write
 * to it (cgroup-v2 io.max, cgroup-v1 blkio.throttle). A read or write has to wait for both.
 *
 * @param device major and minor, such as {@code 7:3}
 * @param bytesPerSecond at least 1
 * @param operationsPerSecond at least 1
 */
public record Throttle(
    String device, OptionalLong bytesPerSecond, OptionalLong operationsPerSecond) {
  private static final String IO_MAX = "io.max";
  private static final String FIRST = "blkio.throttle.";
  private static final List<String> FIRST_BYTES = List.of("read_bps_device", "write_bps_device");
  private static final List<String> FIRST_OPERATIONS =
      List.of("read_iops_device", "write_iops_device");

  /** From a control file to what is to be written to it. */
  Map<String, String> settings(int version) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (version == 2) {
      StringBuilder text = new StringBuilder(device);
      bytesPerSecond.ifPresent(n -> text.append(" rbps=").append(n).append(" wbps=").append(n));
      operationsPerSecond.ifPresent(
          n -> text.append(" riops=").append(n).append(" wiops=").append(n));
      settings.put(IO_MAX, text.toString());
    } else {
      bytesPerSecond.ifPresent(
          n -> FIRST_BYTES.forEach(file -> settings.put(FIRST + file, device + " " + n)));
      operationsPerSecond.ifPresent(
          n -> FIRST_OPERATIONS.forEach(file -> settings.put(FIRST + file, device + " " + n)));
    }
    return settings;
  }

  /** Sets it. */
  void write(Path group, int version) {
    settings(version)
        .forEach(
            (file, value) ->
                KernelFile.write(
                    "set " + file + "=" + value + " of " + group,
                    group.resolve(file).toString(),
                    value));
  }

  /** Takes every throttle of a group off, and lets go at once of what waits for it. */
  static void lift(Path group, int version) {
    if (version == 2) {
      lift(group.resolve(IO_MAX), "rbps=max wbps=max riops=max wiops=max");
    } else {
      FIRST_BYTES.forEach(file -> lift(group.resolve(FIRST + file), "0"));
      FIRST_OPERATIONS.forEach(file -> lift(group.resolve(FIRST + file), "0"));
    }
  }

  private static void lift(Path file, String nothing) {
    try {
      for (String line : Files.readAllLines(file)) {
        String value = line.substring(0, line.indexOf(' ')) + ' ' + nothing;
        KernelFile.write("lift " + file, file.toString(), value);
      }
    } catch (NoSuchFileException e) {
      return; // no such group, or none that is throttled
    } catch (IOException e) {
      throwIfThere(file, new UncheckedIOException(e));
    } catch (KernelException e) {
      throwIfThere(file, e);
    }
  }

  private static void throwIfThere(Path file, RuntimeException problem) {
    if (Files.exists(file)) {
      throw problem;
    } // otherwise the group has just gone
  }
}
