package dev.mignet.topology.look;

import com.google.gson.annotations.SerializedName;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Lab.Attachment;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends one ICMP echo request from each node to each address of each other node.
 *
 * <p>It is the JDK's {@link InetAddress#isReachable} that sends it, in the node's namespace: for
 * root that is ICMP, and no program and no process is needed.
 */
public final class Reachability {

  private static final int TIMEOUT_MILLIS = 1000;
  private static final int THREADS = 8;

  private final RunningLab running;

  private Reachability(RunningLab running) {
    this.running = running;
  }

  /** What became of a request. */
  public enum Outcome {
    /** The answer came within a second. */
    @SerializedName("ok")
    OK,
    /** No answer within a second, or the request could not be sent. */
    @SerializedName("failed")
    FAILED,
    /** The topology gives no way between the two: nothing was sent. */
    @SerializedName("no-route")
    NO_ROUTE
  }

  /**
   * One request.
   *
   * @param to the node
   * @param address of the node, on one of its wires
   * @param millis until the answer, with the resolution of the address where that was new; 0
   *     without an answer
   * @param why it failed; otherwise empty
   */
  public record Ping(
      String from, String to, String address, Outcome outcome, double millis, String why) {}

  /** Every pair both ways, in the order of the file. */
  public static List<Ping> ofAll(RunningLab running) throws InterruptedException {
    return new Reachability(running).pingAll();
  }

  private List<Ping> pingAll() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Ping>>> tasks = new ArrayList<>();
      for (Node node : running.lab().nodes()) {
        tasks.add(() -> running.inside(node.name(), () -> pingFrom(node.name())));
      }
      List<Ping> all = new ArrayList<>();
      for (Future<List<Ping>> future : threads.invokeAll(tasks)) {
        all.addAll(future.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new LabException("cannot ping: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Runs in the node's namespace. */
  private List<Ping> pingFrom(String from) {
    Lab lab = running.lab();
    if (lab.attachmentsOf(from).isEmpty()) {
      return List.of(); // it has no address to be answered at
    }
    List<Cidr> reachable = Planner.reachableFrom(lab, from);
    List<Ping> pings = new ArrayList<>();
    for (Node to : lab.nodes()) {
      if (!to.name().equals(from)) {
        for (Attachment attachment : lab.attachmentsOf(to.name())) {
          for (Cidr one : attachment.member().addresses()) {
            InetAddress address = one.address();
            boolean route = reachable.stream().anyMatch(subnet -> subnet.contains(address));
            pings.add(ping(from, to.name(), address, route));
          }
        }
      }
    }
    return pings;
  }

  private static Ping ping(String from, String to, InetAddress address, boolean route) {
    String text = IpPrefix.text(address);
    if (!route) {
      return new Ping(from, to, text, Outcome.NO_ROUTE, 0, "");
    }
    long start = System.nanoTime();
    try {
      boolean answered = address.isReachable(TIMEOUT_MILLIS);
      double millis = (System.nanoTime() - start) / 1e6;
      return answered
          ? new Ping(from, to, text, Outcome.OK, millis, "")
          : new Ping(from, to, text, Outcome.FAILED, 0, "no answer");
    } catch (IOException e) {
      return new Ping(from, to, text, Outcome.FAILED, 0, String.valueOf(e.getMessage()));
    }
  }
}
