package dev.mignet.apache.bench;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The load generator wrk(1), run in the client's node with 20 connections. */
public final class Wrk {

  private static final int CONNECTIONS = 20;

  private final RunningLab lab;
  private final String client;
  private final String server;

  /**
   * @param server address and port, such as {@code 10.9.100.1:80}
   */
  public Wrk(RunningLab lab, String client, String server) {
    this.lab = lab;
    this.client = client;
    this.server = server;
  }

  /**
   * Gets one file again and again.
   *
   * @param close whether each connection is for one request only
   */
  public WrkResult run(String path, boolean close, int seconds)
      throws IOException, InterruptedException {
    Process process =
        lab.start(
            client,
            NodeCommand.piped(
                List.of(
                    "wrk",
                    "--threads",
                    "1",
                    "--connections",
                    Integer.toString(CONNECTIONS),
                    "--duration",
                    seconds + "s",
                    "--header",
                    "Connection: " + (close ? "close" : "keep-alive"),
                    "http://" + server + path)));
    process.getOutputStream().close();
    String output = text(process.getInputStream().readAllBytes());
    String errors = text(process.getErrorStream().readAllBytes());
    int exit = process.waitFor();
    if (exit != 0) {
      throw new LabException("wrk ended with " + exit + ": " + (output + errors).strip());
    }
    return WrkResult.parse(output);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
