package dev.mignet.san;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.Patience;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Numbered UDP packets from one namespace to another. */
public final class Probes {
  private static final int PORT = 9000;
  private static final Duration QUIET = Patience.of(Duration.ofMillis(400));

  private static final Duration REST = Patience.of(Duration.ofMillis(5));

  private Probes() {}

  /** A packet that came: its number, from 0, when it was sent, and how long it was under way. */
  public record Arrival(int number, long sent, long nanos) {}

  /**
   * Sends packets and returns what came, in the order in which it came; ends when nothing comes for
   * a while.
   *
   * @param size bytes of UDP payload, at least 12
   * @param gapNanos between packets
   */
  public static List<Arrival> send(
      NetworkNamespace from,
      NetworkNamespace to,
      InetAddress target,
      int count,
      int size,
      long gapNanos)
      throws IOException {
    try (DatagramSocket receiver = to.call(() -> new DatagramSocket(PORT, target));
        DatagramSocket sender = from.call(() -> new DatagramSocket())) {
      receiver.setReceiveBufferSize(1 << 22);
      receiver.setSoTimeout((int) QUIET.toMillis());
      CompletableFuture<List<Arrival>> arrivals =
          CompletableFuture.supplyAsync(() -> receive(receiver, size));
      for (int i = 0; i < count; i++) {
        byte[] bytes = ByteBuffer.allocate(size).putInt(i).putLong(System.nanoTime()).array();
        sender.send(new DatagramPacket(bytes, size, target, PORT));
        // the receiver's buffer has room for some 250 that it has not come to read
        boolean rest = i % 100 == 99;
        LockSupport.parkNanos(rest ? Math.max(gapNanos, REST.toNanos()) : gapNanos);
      }
      return arrivals.join();
    }
  }

  private static List<Arrival> receive(DatagramSocket receiver, int size) {
    List<Arrival> arrivals = new ArrayList<>();
    DatagramPacket in = new DatagramPacket(new byte[size], size);
    try {
      while (true) {
        receiver.receive(in);
        ByteBuffer bytes = ByteBuffer.wrap(in.getData());
        int number = bytes.getInt();
        long sent = bytes.getLong();
        arrivals.add(new Arrival(number, sent, System.nanoTime() - sent));
      }
    } catch (SocketTimeoutException e) {
      return arrivals;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
