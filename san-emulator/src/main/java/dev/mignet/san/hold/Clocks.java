package dev.mignet.san.hold;

import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.nodes.netfilter.QueuedPacket;

/** The loop's clock, which never goes back, and what the kernel's times of arrival are on it. */
final class Clocks {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long MOST_LATE = NANOS_PER_SECOND;

  private final NativeBuffer timespec = new NativeBuffer(16);
  private long now;
  private long realAhead;

  /** Reads both clocks. */
  void read() {
    Syscalls.clockGettime(LinuxConstants.CLOCK_REALTIME, timespec.address());
    now = System.nanoTime();
    realAhead = timespec.bytes().getLong(0) * NANOS_PER_SECOND + timespec.bytes().getLong(8) - now;
  }

  /** Ns, when {@link #read} was called. */
  long now() {
    return now;
  }

  /** When the packet arrived: now, where the kernel does not tell or its clock was set. */
  long arrival(QueuedPacket packet) {
    long micros = packet.arrivalMicros();
    long arrival = micros == QueuedPacket.UNKNOWN ? now : micros * 1000 - realAhead;
    return arrival > now || now - arrival > MOST_LATE ? now : arrival;
  }
}
