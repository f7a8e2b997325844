package dev.mignet.san.hold;

import dev.mignet.nodes.linux.Mailbox;
import dev.mignet.nodes.linux.Poller;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.netfilter.QueuedPacket;
import dev.mignet.san.LinkModel;
import dev.mignet.san.WireDirection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The duty cycle: packets come in by the queues of all namespaces, {@link LinkModel}s tell their
 * fates, and what is due gets its verdict. One thread, no locks.
 *
 * <p>A packet's time begins when the kernel received it, not when it is looked at here, so that a
 * late wake-up before the packet is due costs nothing.
 */
public final class HoldLoop implements LinkModel.Exit, HoldQueue.Handler, AutoCloseable {
  private static final long LONGEST_WAIT = 1_000_000_000;

  private final Map<String, HoldQueue> queues = new LinkedHashMap<>();
  private final List<HoldQueue> retired = new ArrayList<>();
  private final PriorityQueue<HeldPacket> waiting = new PriorityQueue<>();
  private final Mailbox mailbox = new Mailbox();
  private final Clocks clocks = new Clocks();
  private Poller poller = new Poller(1);
  private volatile boolean stopped;
  private long order;

  // the packet that a model is asked about
  private @Nullable Receiver receiver;
  private @Nullable QueuedPacket packet;
  private boolean goesOn;

  /** With nothing to hold. */
  public HoldLoop() {
    watch();
  }

  /** Where other threads leave what is to be done in the loop's thread. */
  public Mailbox mailbox() {
    return mailbox;
  }

  /**
   * Holds what comes in these directions, and nothing else; in the loop's thread, or before it
   * runs. Packets that wait are let go when they are due nevertheless.
   *
   * @throws dev.mignet.nodes.linux.KernelException where a namespace or an interface is missing, or
   *     the kernel refuses
   */
  public void apply(HoldSettings settings) {
    Map<String, List<WireDirection>> wanted = new LinkedHashMap<>();
    for (WireDirection wire : settings.wires()) {
      wanted.computeIfAbsent(wire.to().namespace(), any -> new ArrayList<>()).add(wire);
    }
    for (String namespace : List.copyOf(queues.keySet())) {
      if (!wanted.containsKey(namespace)) {
        apply(namespace, List.of()); // none comes any more
        retire(queues.remove(namespace));
      }
    }
    wanted.forEach(this::apply);
    watch();
  }

  private void apply(String name, List<WireDirection> wires) {
    HoldQueue old = queues.get(name);
    if (old != null && old.wires().equals(wires)) {
      return;
    }
    boolean whole =
        wires.isEmpty()
            ? old != null && old.whole()
            : wires.stream().anyMatch(w -> w.direction().impairments().needsBytes());
    try (NetworkNamespace namespace = NetworkNamespace.open(name)) {
      HoldQueue queue = old != null && old.whole() == whole ? old : reopen(namespace, whole);
      queue.receive(namespace, wires);
      queues.put(name, queue);
      if (old != null && old != queue) {
        retire(old);
      }
    }
  }

  /** One that is still open because packets wait in it cannot be opened twice. */
  private HoldQueue reopen(NetworkNamespace namespace, boolean whole) {
    for (HoldQueue queue : retired) {
      if (queue.whole() == whole && queue.namespace().equals(namespace.name())) {
        retired.remove(queue);
        return queue;
      }
    }
    return new HoldQueue(namespace, whole, this);
  }

  private void retire(@Nullable HoldQueue queue) {
    if (queue != null) {
      retired.add(queue);
    }
  }

  /** Runs until there is nothing to hold any more, or {@link #stop}. */
  public void run() {
    Syscalls.beOnTime(); // where it may not, it is late more often
    while (!stopped && !(queues.isEmpty() && retired.isEmpty())) {
      HeldPacket next = waiting.peek();
      long wait = next == null ? LONGEST_WAIT : next.due() - System.nanoTime();
      poller.pollNanos(Math.max(0, Math.min(wait, LONGEST_WAIT)));
      if (poller.ready(0)) {
        mailbox.runAll();
      }
      queues.values().forEach(this::receive);
      retired.forEach(this::receive);
      release();
      queues.values().forEach(queue -> queue.packets().flush());
      closeRetired();
    }
  }

  /** Ends {@link #run} soon; any thread may call it. */
  public void stop() {
    stopped = true;
    mailbox.wake();
  }

  /** Packets that are not due yet; in the loop's thread. */
  public int waiting() {
    return waiting.size();
  }

  private void receive(HoldQueue queue) {
    queue.packets().receive(clocks::read);
  }

  private void release() {
    long now = System.nanoTime();
    for (HeldPacket next = waiting.peek(); next != null && next.due() <= now; ) {
      waiting.remove();
      release(next);
      next = waiting.peek();
    }
  }

  private static void release(HeldPacket held) {
    HoldQueue queue = held.receiver.queue;
    if (held.duplicate && held.bytes != null) {
      held.receiver.duplicate(held.bytes, held.mark);
      return;
    }
    queue.waiting--;
    if (held.bytes != null) {
      queue.packets().acceptAs(held.id, held.mark, held.bytes);
    } else {
      queue.packets().accept(held.id, held.mark);
    }
  }

  private void closeRetired() {
    for (HoldQueue queue : List.copyOf(retired)) {
      queue.packets().flush();
      if (queue.waiting == 0) {
        retired.remove(queue);
        if (!queues.containsKey(queue.namespace())
            && retired.stream().noneMatch(q -> q.namespace().equals(queue.namespace()))) {
          queue.removeRules();
        }
        queue.close();
        watch();
      }
    }
  }

  /** Waits from now on for the queues that there are. */
  private void watch() {
    poller = new Poller(1 + queues.size() + retired.size());
    poller.add(mailbox.fd());
    queues.values().forEach(queue -> poller.add(queue.packets().fd()));
    retired.forEach(queue -> poller.add(queue.packets().fd()));
  }

  @Override
  public void packet(HoldQueue queue, @Nullable Receiver by, QueuedPacket queued) {
    if (by == null || queued.sourceMac() == Receiver.DUPLICATES.value()) {
      queue.packets().accept(queued.id(), queued.mark());
      return;
    }
    receiver = by;
    packet = queued;
    goesOn = false;
    by.model.put(queued.length(), clocks.arrival(queued), this);
    if (!goesOn) {
      queue.packets().drop(queued.id());
    }
  }

  @Override
  public void packet(long atNanos, boolean duplicate, int flippedBit) {
    Receiver by = receiver;
    QueuedPacket queued = packet;
    if (by == null || queued == null) {
      throw new IllegalStateException("no packet was put in");
    }
    if (isCaught(by, queued, flippedBit)) {
      return;
    }
    byte[] bytes = duplicate || flippedBit != LinkModel.NONE ? copy(queued, flippedBit) : null;
    if (!duplicate) {
      goesOn = true;
      by.queue.waiting++;
    }
    waiting.add(new HeldPacket(atNanos, order++, by, queued.id(), queued.mark(), bytes, duplicate));
  }

  private static byte[] copy(QueuedPacket queued, int flippedBit) {
    byte[] bytes = new byte[queued.captured()];
    queued.bytes().get(queued.offset(), bytes);
    if (flippedBit != LinkModel.NONE && flippedBit / 8 < bytes.length) {
      bytes[flippedBit / 8] ^= (byte) (1 << flippedBit % 8);
    }
    return bytes;
  }

  /** A node has verified the checksum of the header of IPv4 by now; a bridge leaves that to it. */
  private static boolean isCaught(Receiver by, QueuedPacket queued, int flippedBit) {
    int first = queued.captured() == 0 ? 0 : queued.bytes().get(queued.offset());
    return !by.wire.to().port()
        && (first >> 4 & 0xf) == 4
        && flippedBit != LinkModel.NONE
        && flippedBit / 8 < 4 * (first & 0xf);
  }

  @Override
  public void close() {
    queues.values().forEach(HoldQueue::close);
    retired.forEach(HoldQueue::close);
    mailbox.close();
  }
}
