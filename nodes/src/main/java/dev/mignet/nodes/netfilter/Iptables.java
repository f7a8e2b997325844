package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.net.IpFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Tables of iptables and ip6tables, and chains of them, each set as a whole by iptables-restore(8).
 */
public final class Iptables {
  /** For another one that is at work. */
  private static final String WAIT = "-w";

  private Iptables() {}

  /**
   * Replaces those tables of the process' namespace.
   *
   * @param tables in the format of iptables-restore
   * @throws IOException with what iptables-restore or ip6tables-restore says against it
   */
  public static void restore(IpFamily family, String tables)
      throws IOException, InterruptedException {
    run(List.of(program(family), WAIT), program(family), tables);
  }

  /** Replaces only those chains of the process' namespace that the text declares. */
  public static void replaceChains(IpFamily family, String tables)
      throws IOException, InterruptedException {
    run(List.of(program(family), WAIT, "--noflush"), program(family), tables);
  }

  /** The same as {@link #restore} in the namespace that is mounted there. */
  public static void restore(IpFamily family, Path namespace, String tables)
      throws IOException, InterruptedException {
    String program = program(family);
    run(List.of("nsenter", "--net=" + namespace, "--", program, WAIT), program, tables);
  }

  private static String program(IpFamily family) {
    return switch (family) {
      case IPV4 -> "iptables-restore";
      case IPV6 -> "ip6tables-restore";
    };
  }

  private static void run(List<String> command, String program, String tables)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var input = process.getOutputStream()) {
      input.write(tables.getBytes(StandardCharsets.US_ASCII));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(program + ": " + said.strip().replace("\n", "; "));
    }
  }
}
