package dev.mignet.apache.capture;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A dumpcap that captures on interfaces of a node, into a pcapng file outside the lab. */
public final class PacketCapture {

  private static final int STOP_SECONDS = 10;

  /** Longer than any packet, for dumpcap. */
  private static final int WHOLE_PACKETS = 0;

  private final Process process;
  private final BufferedReader messages;
  private final Path file;

  private PacketCapture(Process process, BufferedReader messages, Path file) {
    this.process = process;
    this.messages = messages;
    this.file = file;
  }

  /**
   * Starts a capture; returns when every packet from now on is captured.
   *
   * @param interfaces of the node; the file tells them apart by name
   */
  public static PacketCapture start(RunningLab lab, String node, List<String> interfaces, Path file)
      throws IOException {
    return start(lab, node, interfaces, file, WHOLE_PACKETS);
  }

  /**
   * As the other, but of long packets only the beginning.
   *
   * @param bytes that are kept of a packet
   */
  public static PacketCapture start(
      RunningLab lab, String node, List<String> interfaces, Path file, int bytes)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("dumpcap", "-q", "-w", file.toString()));
    command.addAll(List.of("-s", Integer.toString(bytes)));
    interfaces.forEach(name -> command.addAll(List.of("-i", name)));
    Process process = lab.start(node, NodeCommand.piped(command));
    BufferedReader messages =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    String line = messages.readLine();
    while (line != null && !line.startsWith("File: ")) { // said once the interfaces are open
      said.append(line).append(' ');
      line = messages.readLine();
    }
    if (line == null) {
      throw new LabException("dumpcap does not run on node " + node + ": " + said);
    }
    return new PacketCapture(process, messages, file);
  }

  /** The capture so far, in bytes; dumpcap writes what it has about twice a second. */
  public long size() throws IOException {
    return Files.size(file);
  }

  /** Ends the capture; the file is complete when this returns. */
  public void stop() throws IOException, InterruptedException {
    process.destroy(); // SIGTERM: dumpcap writes what it has and closes the file
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new LabException("dumpcap did not stop within " + STOP_SECONDS + " s: " + file);
    }
    messages.close();
  }
}
