package dev.mignet.nodes.netfilter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Tables of iptables, each set as a whole by iptables-restore(8). */
public final class Iptables {
  private Iptables() {}

  /**
   * Replaces those tables of the process' namespace.
   *
   * @param tables in iptables-restore's format
   * @throws IOException with what iptables-restore says against it
   */
  public static void restore(String tables) throws IOException, InterruptedException {
    run(List.of("iptables-restore", "-w"), tables);
  }

  /** The same in the namespace that is mounted there. */
  public static void restore(Path namespace, String tables)
      throws IOException, InterruptedException {
    run(List.of("nsenter", "--net=" + namespace, "--", "iptables-restore", "-w"), tables);
  }

  private static void run(List<String> command, String tables)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var input = process.getOutputStream()) {
      input.write(tables.getBytes(StandardCharsets.US_ASCII));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("iptables-restore: " + said.strip());
    }
  }
}
