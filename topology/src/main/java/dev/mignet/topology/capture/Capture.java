package dev.mignet.topology.capture;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A capture that is under way: a dumpcap in the namespace of each node that has a part in it. */
public final class Capture {

  private static final int BUFFER = 1 << 16;

  /** How a process ends that was to run a program which does not exist. */
  private static final int NO_PROGRAM = 127;

  private final Map<String, Process> sources = new LinkedHashMap<>();

  private Capture() {}

  /**
   * Starts it; returns when every packet from now on is captured.
   *
   * @param interfaces of each node; in the capture they are called {@code NODE:INTERFACE}
   * @throws LabException where a dumpcap does not start, with what it says
   */
  public static Capture start(RunningLab lab, Map<String, List<String>> interfaces)
      throws IOException, InterruptedException {
    Capture capture = new Capture();
    try {
      for (Map.Entry<String, List<String>> node : interfaces.entrySet()) {
        capture.sources.put(node.getKey(), dumpcap(lab, node.getKey(), node.getValue()));
      }
      for (Map.Entry<String, Process> source : capture.sources.entrySet()) {
        awaitStart(source.getKey(), source.getValue());
      }
      return capture;
    } catch (IOException | InterruptedException | RuntimeException e) {
      capture.stop();
      throw e;
    }
  }

  private static Process dumpcap(RunningLab lab, String node, List<String> interfaces)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("dumpcap", "-q", "-w", "-"));
    for (String name : interfaces) {
      command.addAll(List.of("-i", name, "--ifname", node + ':' + name));
    }
    return lab.start(node, NodeCommand.piped(command));
  }

  private static void awaitStart(String node, Process dumpcap)
      throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    BufferedReader messages =
        new BufferedReader(new InputStreamReader(dumpcap.getErrorStream(), StandardCharsets.UTF_8));
    String line = messages.readLine();
    while (line != null && !line.startsWith("File: ")) { // said once the interfaces are open
      said.append(line).append(' ');
      line = messages.readLine();
    }
    if (line == null && dumpcap.waitFor() == NO_PROGRAM) {
      throw new LabException(
          "dumpcap is not installed (Debian, Ubuntu: apt install wireshark-common)");
    }
    if (line == null) {
      throw new LabException("dumpcap does not run at node " + node + ": " + said);
    }
  }

  /**
   * Writes all that is captured, as one pcapng stream; returns when every dumpcap has ended.
   *
   * @throws IOException where the stream takes no more; the capture is stopped then
   */
  public void copyTo(OutputStream stream) throws IOException, InterruptedException {
    OutputStream out = new BufferedOutputStream(stream, BUFFER);
    PcapngMerger merger = new PcapngMerger(out);
    ExecutorService threads = Executors.newFixedThreadPool(sources.size());
    try {
      List<Future<?>> copies = new ArrayList<>();
      for (Process source : sources.values()) {
        copies.add(threads.submit(() -> copy(merger, source)));
      }
      for (Future<?> copy : copies) {
        copy.get();
      }
      out.flush();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      stop();
      threads.shutdownNow();
    }
  }

  private @Nullable Void copy(PcapngMerger merger, Process source) throws IOException {
    try {
      merger.copy(new BufferedInputStream(source.getInputStream(), BUFFER));
      return null;
    } catch (IOException e) {
      stop(); // or the others would go on for nobody
      throw e;
    }
  }

  /** Ends it: each dumpcap still writes what it has. */
  public void stop() {
    sources.values().forEach(Process::destroy); // SIGTERM
  }
}
