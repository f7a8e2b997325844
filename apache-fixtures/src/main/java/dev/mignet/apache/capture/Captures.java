package dev.mignet.apache.demo;

import dev.mignet.apache.capture.CaptureFile;
import dev.mignet.apache.capture.Frame;
import dev.mignet.apache.capture.PacketCapture;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One capture a node, of all its interfaces: {@code client.pcapng}, {@code a.pcapng}... */
final class Captures {

  private static final int QUIET_MILLIS = 1000;
  private static final int PATIENCE_MILLIS = 8000;
  private static final int PAUSE_MILLIS = 50;

  private final Lab lab;
  private final Path folder;
  private final List<PacketCapture> running = new ArrayList<>();

  private Captures(Lab lab, Path folder) {
    this.lab = lab;
    this.folder = folder;
  }

  static Captures start(RunningLab lab, Path folder) throws IOException {
    Captures captures = new Captures(lab.lab(), folder);
    for (Node node : lab.lab().nodes()) {
      List<String> interfaces =
          lab.lab().attachmentsOf(node.name()).stream().map(a -> a.member().name()).toList();
      captures.running.add(
          PacketCapture.start(lab, node.name(), interfaces, captures.file(node.name())));
    }
    return captures;
  }

  private Path file(String node) {
    return folder.resolve(node + ".pcapng");
  }

  /** Waits until the nodes have nothing more to say, and ends the captures. */
  void stop() throws IOException, InterruptedException {
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
    for (PacketCapture capture : running) {
      capture.stop();
    }
  }

  private long size() throws IOException {
    long size = 0;
    for (PacketCapture capture : running) {
      size += capture.size();
    }
    return size;
  }

  /** The frames of every node, once stopped. */
  Map<String, List<Frame>> read() throws IOException {
    Map<String, List<Frame>> frames = new HashMap<>();
    for (Node node : lab.nodes()) {
      frames.put(node.name(), CaptureFile.read(file(node.name())));
    }
    return frames;
  }
}
