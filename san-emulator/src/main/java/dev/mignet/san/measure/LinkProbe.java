package dev.mignet.san.measure;

import dev.mignet.nodes.linux.BatchReceiver;
import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.FrameSocket;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered packets over one direction of a wire and receives them behind all that Mignet does
 * to them there: at a node as any UDP socket would, at a switch at its bridge. Frames are handed to
 * the sending interface itself, so that no route, address or firewall of the sender matters.
 */
final class LinkProbe implements AutoCloseable {
  private static final int FIRST_PORT = 47_110;
  private static final int PORTS = 20;
  private static final long LONGEST_WAIT = 20_000_000;
  private static final long SHORTEST_PAUSE = 50_000;
  private static final long NOT_YET = Long.MAX_VALUE;

  /** So far behind its time, for want of a processor, the sender does not try to catch up. */
  private static final int MOST_BEHIND = 10;

  private final ProbeRoute route;
  private final MacAddress source;
  private final MacAddress destination;
  private final FrameSocket sender;
  private final BatchReceiver receiver;
  private int port = FIRST_PORT;
  private int stream = (int) System.nanoTime();

  /**
   * @param sendBuffer as {@link FrameSocket#queued} has it
   * @throws KernelException where an interface or address is not there
   */
  LinkProbe(ProbeRoute route, int sendBuffer) {
    this.route = route;
    var from = route.from().rtnetlink().link(route.sender());
    var to = route.to().rtnetlink().link(route.receiver());
    this.source = from.mac();
    this.destination = to.mac();
    this.receiver =
        route.bridge()
            ? route.to().call(() -> BatchReceiver.frames(to.index()))
            : route.to().call(this::datagrams);
    try {
      this.sender = route.from().call(() -> FrameSocket.queued(from.index(), sendBuffer));
    } catch (KernelException e) {
      receiver.close();
      throw e;
    }
  }

  private BatchReceiver datagrams() {
    while (true) {
      try {
        return BatchReceiver.datagrams(route.destination(), port);
      } catch (KernelException e) {
        if (e.errno() != Errno.EADDRINUSE || port == FIRST_PORT + PORTS) {
          throw e;
        }
        port++;
      }
    }
  }

  /**
   * Sends the shortest packets one by one.
   *
   * @param gapNanos from one to the next
   * @param graceNanos when nothing has come for so long, nothing will
   */
  Arrivals paced(int count, long gapNanos, long graceNanos) {
    ProbeFrame frame = frame(ProbeFrame.LEAST_PACKET);
    Reception reception = new Reception(count, count);
    long due = System.nanoTime();
    for (int number = 0; number < count && !Thread.currentThread().isInterrupted(); number++) {
      long now = System.nanoTime();
      if (now < due) {
        LockSupport.parkNanos(due - now);
      } else if (now - due > MOST_BEHIND * gapNanos) {
        due = now;
      }
      due += gapNanos;
      send(frame, number);
    }
    return reception.end(graceNanos);
  }

  /**
   * Sends so that packets always wait.
   *
   * @param packet bytes of IP packet of each
   * @param nanos for how long
   * @param most packets
   * @param pauseNanos how long to wait when the queue is full
   */
  Arrivals flood(int packet, long nanos, int most, long pauseNanos, long graceNanos) {
    ProbeFrame frame = frame(packet);
    Reception reception = new Reception(most, most);
    long end = System.nanoTime() + nanos;
    int number = 0;
    while (number < most && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
      if (send(frame, number)) {
        number++;
      } else {
        LockSupport.parkNanos(Math.max(SHORTEST_PAUSE, pauseNanos));
      }
    }
    reception.expect(number);
    return reception.end(graceNanos);
  }

  private ProbeFrame frame(int packet) {
    stream++;
    return new ProbeFrame(destination, source, route.source(), route.destination(), port, packet);
  }

  private boolean send(ProbeFrame frame, int number) {
    frame.set(stream, number, System.nanoTime());
    int sent = sender.send(frame.memory(), frame.length());
    if (sent == -Errno.EAGAIN || sent == -Errno.ENOBUFS) {
      return false;
    }
    KernelException.check("send by", route.sender(), sent);
    return true;
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }

  /** Receives the packets of one stream, in a thread of its own. */
  private final class Reception implements Runnable, BatchReceiver.Handler {
    private final Arrivals arrivals;
    private final int expectedStream = stream;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int expected;
    private volatile long grace = NOT_YET;
    private long now = System.nanoTime();
    private long lastAt = now;

    Reception(int most, int expected) {
      this.arrivals = new Arrivals(most);
      this.expected = expected;
      PunctualThread.start("probe receiver", this);
    }

    void expect(int packets) {
      expected = packets;
    }

    /** What came, once all has come or nothing did for so long. */
    Arrivals end(long graceNanos) {
      grace = graceNanos;
      try {
        ended.await();
      } catch (InterruptedException e) {
        grace = 0;
        Thread.currentThread().interrupt();
      }
      return arrivals;
    }

    @Override
    public void run() {
      try {
        while (arrivals.count() < expected && System.nanoTime() - lastAt < grace) {
          int before = arrivals.count();
          int count = receiver.receive(LONGEST_WAIT);
          now = System.nanoTime();
          receiver.forEach(count, this);
          lastAt = arrivals.count() > before || grace == NOT_YET ? now : lastAt;
        }
      } finally {
        ended.countDown();
      }
    }

    @Override
    public void packet(ByteBuffer buffer, int from, int length) {
      int payload = route.bridge() ? ProbeFrame.payload(buffer, from, length, port) : from;
      if (payload >= 0 && from + length < payload + ProbeFrame.PAYLOAD) {
        return; // of somebody else
      }
      if (payload >= 0 && buffer.getInt(payload) == expectedStream) {
        arrivals.add(buffer.getInt(payload + 4), buffer.getLong(payload + 8), now);
      }
    }
  }
}
