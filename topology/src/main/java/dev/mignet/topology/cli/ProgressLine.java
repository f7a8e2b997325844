package dev.mignet.topology.cli;

import dev.mignet.topology.spi.Progress;
import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/** Progress in one line that overwrites itself; nothing where there is no terminal. */
public final class ProgressLine implements Progress, AutoCloseable {

  /** To the start of the line, and clear it (ECMA-48: EL). */
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter terminal;
  private final boolean shown = Ansi.AUTO.enabled();

  /** A line on that terminal. */
  public ProgressLine(PrintWriter terminal) {
    this.terminal = terminal;
  }

  @Override
  public void step(int done, int of, String step) {
    show(CLEAR + '[' + done + '/' + of + "] " + step);
  }

  @Override
  public void close() {
    show(CLEAR);
  }

  private void show(String text) {
    if (shown) {
      terminal.print(text);
      terminal.flush();
    }
  }
}
