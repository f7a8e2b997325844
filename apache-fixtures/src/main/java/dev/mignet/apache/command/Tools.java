package dev.mignet.apache.command;

import dev.mignet.topology.spi.LabException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Programs of the machine that commands run. */
public final class Tools {

  private static final Map<String, String> PACKAGES =
      Map.of("curl", "curl", "dumpcap", "wireshark-common", "haproxy", "haproxy", "wrk", "wrk");

  private Tools() {}

  /**
   * Throws where one of the programs is not on the path.
   *
   * @param command that needs them, for the message
   */
  public static void require(String command, String... programs) {
    for (String program : programs) {
      String path = System.getenv().getOrDefault("PATH", "");
      if (Arrays.stream(path.split(File.pathSeparator, -1))
          .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
        throw new LabException(
            "mignet %s needs %s: install it (Debian, Ubuntu: apt install %s)"
                .formatted(command, program, PACKAGES.get(program)));
      }
    }
  }
}
