package dev.mignet.apache.bench.emulator;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabNames;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.LabRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A large lab comes up, every node of it pings or is pinged, and it goes away again.
 *
 * <p>Not all pairs, and not all to one: the kernel keeps one table of neighbours for all namespaces
 * together, by default of 1024 entries ({@code net.ipv4.neigh.default.gc_thresh3}).
 */
final class LargeLab {

  private static final int TIMEOUT_MILLIS = 5000;
  private static final double NANOS = 1e9;

  private final LabRunner labs;
  private final LabFile file;
  private final MignetCommand command;

  LargeLab(LabRunner labs, LabFile file, MignetCommand command) {
    this.labs = labs;
    this.file = file;
    this.command = command;
  }

  /**
   * How it went.
   *
   * @param up seconds of {@code mignet up}
   * @param pings echo requests, each node being at one end of one
   * @param answered those that were answered
   * @param ping seconds of all of them
   * @param down seconds of {@code mignet down}
   */
  record Course(int nodes, double up, int pings, int answered, double ping, double down) {}

  Course measure(int nodes) throws IOException, InterruptedException {
    Path topology = file.write(nodes);
    String name = file.lab(nodes);
    try {
      double up = command.seconds("up", "-t", topology.toString());
      long start = System.nanoTime();
      List<Boolean> answers = ping(labs.read(topology));
      double ping = (System.nanoTime() - start) / NANOS;
      double down = command.seconds("down", "-t", topology.toString());
      if (Labs.names().contains(name)) {
        throw new LabException("something of lab " + name + " is left");
      }
      int answered = (int) answers.stream().filter(answer -> answer).count();
      return new Course(nodes, up, answers.size(), answered, ping, down);
    } finally {
      labs.down(name);
    }
  }

  /** The first node to the second, the third to the fourth, and so on. */
  private static List<Boolean> ping(Lab lab) throws IOException {
    List<Boolean> answers = new ArrayList<>();
    for (int i = 0; i + 1 < lab.nodes().size(); i += 2) {
      Interface other = lab.attachmentsOf(lab.nodes().get(i + 1).name()).get(0).member();
      InetAddress to = other.address().address();
      String from = LabNames.nodeNamespace(lab.name(), lab.nodes().get(i).name());
      try (NetworkNamespace namespace = NetworkNamespace.open(from)) {
        answers.add(namespace.<Boolean, IOException>call(() -> to.isReachable(TIMEOUT_MILLIS)));
      }
    }
    return answers;
  }
}
