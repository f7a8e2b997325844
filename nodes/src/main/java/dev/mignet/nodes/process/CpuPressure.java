package dev.mignet.nodes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long some process could have run but had no processor (Documentation/accounting/psi).
 * Linux has it where it was built with CONFIG_PSI and, on some machines, booted with {@code psi=1}.
 */
public final class CpuPressure {
  private static final Pattern SOME = Pattern.compile("(?m)^some .*total=(\\d+)$");

  private CpuPressure() {}

  /**
   * Microseconds since the file began to count.
   *
   * @param file {@code /proc/pressure/cpu}, or a group's {@code cpu.pressure}; empty where there is
   *     none or it is turned off
   */
  public static OptionalLong read(Path file) {
    if (!Files.isRegularFile(file)) { // an exception would cost more than all the rest
      return OptionalLong.empty();
    }
    try {
      Matcher matcher = SOME.matcher(Files.readString(file));
      return matcher.find()
          ? OptionalLong.of(Long.parseLong(matcher.group(1)))
          : OptionalLong.empty();
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      if (isOff(e)) {
        return OptionalLong.empty();
      }
      throw new UncheckedIOException(e);
    }
  }

  /** EOPNOTSUPP: the file is there, but accounting is off; ENODEV: the group has just gone. */
  private static boolean isOff(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("not supported") || message.contains("No such device");
  }
}
