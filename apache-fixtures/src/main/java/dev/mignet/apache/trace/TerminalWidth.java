package dev.mignet.apache.trace;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many characters a line of the terminal has. */
final class TerminalWidth {

  /** Where the text does not go to a terminal. */
  private static final int OF_A_FILE = 120;

  private static final Path OUT = Path.of("/proc/self/fd/1");

  private TerminalWidth() {}

  static int columns() throws IOException, InterruptedException {
    String out = Files.readSymbolicLink(OUT).toString();
    if (!out.startsWith("/dev/pts/") && !out.startsWith("/dev/tty")) {
      return OF_A_FILE;
    }
    Process stty =
        new ProcessBuilder("stty", "size").redirectInput(Redirect.from(new File(out))).start();
    String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return stty.waitFor() == 0 && size.matches("[0-9]+ [1-9][0-9]*")
        ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
        : OF_A_FILE;
  }
}
