package dev.mignet.apache.capture;

import dev.mignet.topology.model.Node;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One capture a node, of all its interfaces: {@code client.pcapng}, {@code a.pcapng}... */
public final class Captures {

  private static final int QUIET_MILLIS = 1000;
  private static final int PATIENCE_MILLIS = 8000;
  private static final int PAUSE_MILLIS = 50;

  private final Path folder;
  private final Map<String, PacketCapture> running = new LinkedHashMap<>();

  private Captures(Path folder) {
    this.folder = folder;
  }

  /** Starts a capture at every node; returns when every packet from now on is captured. */
  public static Captures start(RunningLab lab, Path folder) throws IOException {
    return start(lab, lab.lab().nodes().stream().map(Node::name).toList(), folder);
  }

  /** Starts a capture at each of these nodes. */
  public static Captures start(RunningLab lab, List<String> nodes, Path folder) throws IOException {
    Captures captures = new Captures(folder);
    for (String node : nodes) {
      List<String> interfaces =
          lab.lab().attachmentsOf(node).stream().map(a -> a.member().name()).toList();
      captures.running.put(node, PacketCapture.start(lab, node, interfaces, captures.file(node)));
    }
    return captures;
  }

  private Path file(String node) {
    return folder.resolve(node + ".pcapng");
  }

  /** Waits until the nodes have nothing more to say, and ends the captures. */
  public void stop() throws IOException, InterruptedException {
    long patienceEnds = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    long quietSince = System.nanoTime();
    long size = size();
    while (System.nanoTime() - quietSince < QUIET_MILLIS * 1_000_000L
        && System.nanoTime() < patienceEnds) {
      Thread.sleep(PAUSE_MILLIS);
      if (size() != size) {
        size = size();
        quietSince = System.nanoTime();
      }
    }
    for (PacketCapture capture : running.values()) {
      capture.stop();
    }
  }

  private long size() throws IOException {
    long size = 0;
    for (PacketCapture capture : running.values()) {
      size += capture.size();
    }
    return size;
  }

  /** The frames of every node, once stopped. */
  public Map<String, List<Frame>> read() throws IOException {
    Map<String, List<Frame>> frames = new LinkedHashMap<>();
    for (String node : running.keySet()) {
      frames.put(node, CaptureFile.read(file(node)));
    }
    return frames;
  }
}
