package dev.mignet.san;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Measures TCP goodput from one namespace to another by one real connection. */
public final class Goodput {
  private static final int CHUNK = 256 * 1024;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final long WINDOW = Patience.of(Duration.ofMillis(500)).toNanos();

  private Goodput() {}

  /**
   * Sends as fast as it goes.
   *
   * @param target an address of {@code to}
   * @param windows how many windows of half a second, or longer where the machine asks for {@link
   *     Patience}, to measure after a first one that does not count; the machine may be busy with
   *     other things in some
   * @return bit/s of user data at the receiver in each window
   */
  public static double[] measure(
      NetworkNamespace from, NetworkNamespace to, InetAddress target, int windows)
      throws IOException {
    try (ServerSocketChannel listener = to.call(ServerSocketChannel::open)) {
      listener.bind(new InetSocketAddress(target, 0));
      try (SocketChannel sender = from.call(SocketChannel::open)) {
        sender.connect(listener.getLocalAddress());
        try (SocketChannel receiver = listener.accept()) {
          Thread source = new Thread(() -> send(sender), "bulk sender");
          source.setDaemon(true);
          source.start();
          return receive(receiver, windows);
        }
      }
    }
  }

  /** Ends when the receiver closes. */
  private static void send(SocketChannel sender) {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    try {
      while (sender.write(chunk.clear()) > 0) {
        // again
      }
    } catch (IOException e) {
      return; // the receiver has closed
    }
  }

  private static double[] receive(SocketChannel receiver, int windows) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    double[] result = new double[windows];
    long begin = System.nanoTime();
    long bytes = 0;
    int window = -1;
    while (window < windows) {
      bytes += receiver.read(chunk.clear());
      long elapsed = System.nanoTime() - begin;
      if (elapsed >= WINDOW) {
        if (window >= 0) {
          result[window] = bytes * 8.0 * NANOS_PER_SECOND / elapsed;
        }
        window++;
        bytes = 0;
        begin += elapsed;
      }
    }
    return result;
  }
}
