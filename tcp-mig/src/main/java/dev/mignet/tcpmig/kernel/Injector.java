package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.nodes.linux.Tun;
import dev.mignet.tcpmig.connection.Checkpoint;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.SegmentWriter;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gives the node's own TCP segments as if the client had sent them, through a TUN device.
 *
 * <p>write(2) on it returns when TCP has handled the segment.
 */
public final class Injector implements AutoCloseable {
  /** The device's name; the rules know it. */
  public static final String DEVICE = "mignet0";

  /** Marks the segment that makes a socket: the rule that sees it clears the connmark. */
  public static final int DSCP_CREATE = 0x2b;

  /**
   * Marks a client's SYN that is given once more, plus the number of the front-end that it has come
   * through: it makes an entry, as the client's own does.
   */
  static final int DSCP_AGAIN = 0x10;

  /** Of all others. */
  static final int DSCP_NONE = 0;

  private static final int BUFFER = 64 * 1024;

  private final int fd = Tun.open(DEVICE);
  private final NativeBuffer packet = new NativeBuffer(BUFFER);
  private final NativeBuffer refuse = new NativeBuffer(BUFFER);
  private final SegmentWriter writer =
      new SegmentWriter(packet.bytes().duplicate().order(ByteOrder.BIG_ENDIAN));
  private final IpView ip = new IpView();
  private final TcpView tcp = new TcpView();
  private final FlowKey given = new FlowKey();
  private final ByteBuffer option = ByteBuffer.allocate(ImposedIsn.OPTION_LENGTH);

  /** For poll(2): the kernel may route packets to the device. */
  public int fd() {
    return fd;
  }

  /**
   * The segment that the BPF program makes a socket of.
   *
   * @param clock what the socket's timestamps continue from, ms
   * @param count of the checkpoint's first bytes that come with it, 0 for a bare ACK
   */
  public void create(SanMessage.Syn syn, int clock, Checkpoint checkpoint, int count) {
    ImposedIsn.writeOption(
        option,
        syn.clientTsVal(),
        clock,
        syn.mss(),
        syn.serverWindowScale(),
        syn.clientWindowScale(),
        syn.sack(),
        syn.timestamps(),
        syn.ecn());
    int flags = TcpView.ACK | (count > 0 ? TcpView.PSH : 0);
    writer.beginOfClient(
        syn.flow(), DSCP_CREATE, syn.start(), syn.imposedAck(), flags, syn.window());
    writer.options(option, 0, ImposedIsn.OPTION_LENGTH);
    if (syn.timestamps()) {
      // The kernel takes its first RTT sample from this echo: give it the one that the initiator
      // had.
      writer.timestamps(syn.clientTsVal(), clock - Math.max(1, syn.roundTripMillis()));
    }
    write(writer.finish(checkpoint.data(), 0, count));
  }

  /** The SYN of a client whose next byte is the checkpoint's first. */
  public void syn(SanMessage.Syn syn) {
    int flags = TcpView.SYN | (syn.ecn() ? TcpView.ECE | TcpView.CWR : 0);
    writer.beginOfClient(syn.flow(), DSCP_NONE, syn.start() - 1, 0, flags, syn.window());
    writer.handshake(syn.mss(), syn.sack(), syn.scaled() ? syn.clientWindowScale() : -1);
    if (syn.timestamps()) {
      writer.timestamps(syn.clientTsVal(), 0);
    }
    write(writer.finish());
  }

  /**
   * The segment that ends the handshake which {@link #syn} began. A server may want to hear of a
   * connection only when there are data (TCP_DEFER_ACCEPT), and the kernel then takes no bare ACK
   * for the end, but one that is ahead by a byte that is still to come (tcp_check_req).
   *
   * @param count of the checkpoint's first bytes that come with it, 0 for a bare ACK
   */
  public void begin(SanMessage.Syn syn, int tsEcr, Checkpoint checkpoint, int count) {
    int flags = TcpView.ACK | (count > 0 ? TcpView.PSH : 0);
    int sequence = count > 0 ? syn.start() : syn.start() + 1;
    writer.beginOfClient(syn.flow(), DSCP_NONE, sequence, syn.imposedAck(), flags, syn.window());
    if (syn.timestamps()) {
      writer.timestamps(syn.clientTsVal(), tsEcr);
    }
    write(writer.finish(checkpoint.data(), 0, count));
  }

  /**
   * A part of a checkpoint, in segments that the client could have sent.
   *
   * @param tsEcr the timestamp that the client echoes
   * @param from index of the first byte
   * @param to index after the last; a FIN of the checkpoint goes with its last byte
   */
  public void data(SanMessage.Syn syn, int tsEcr, Checkpoint checkpoint, int from, int to) {
    int at = from;
    boolean finDue = checkpoint.fin() && to == checkpoint.length();
    while (at < to || finDue) {
      int count = Math.min(syn.mss(), to - at);
      boolean last = at + count == to;
      int flags = TcpView.ACK | (last ? TcpView.PSH : 0) | (last && finDue ? TcpView.FIN : 0);
      writer.beginOfClient(
          syn.flow(), DSCP_NONE, checkpoint.start() + at, syn.imposedAck(), flags, syn.window());
      if (syn.timestamps()) {
        writer.timestamps(syn.clientTsVal(), tsEcr);
      }
      write(writer.finish(checkpoint.data(), at, count));
      at += count;
      finDue &= !last;
    }
  }

  /**
   * What a segment of the client says beside its data: acknowledgment, window, options.
   *
   * @param sequence the next number that the local socket expects
   */
  public void acknowledge(FlowKey flow, int sequence, TcpView segment) {
    int flags = segment.flags() & (TcpView.ACK | TcpView.ECE);
    writer.beginOfClient(
        flow, DSCP_NONE, sequence, segment.acknowledgment(), flags, segment.window());
    writer.options(segment.buffer(), segment.optionsOffset(), segment.optionsLength());
    write(writer.finish());
  }

  /**
   * A packet of the client once more; a super-packet in segments that the client could have sent.
   *
   * @param packet a well-formed one without urgent data
   * @param mss the largest segment, bytes of data and options
   */
  public void again(byte[] packet, int mss) {
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    ip.wrap(bytes, 0, packet.length);
    tcp.wrap(bytes, ip);
    given.sentByClient(ip, tcp);
    int most = Math.max(mss, TcpView.DEFAULT_MSS) - tcp.optionsLength(); // RFC 6691
    int at = 0;
    do {
      int count = Math.min(most, tcp.payloadLength() - at);
      write(writer.part(packet, given, tcp, at, count));
      at += count;
    } while (at < tcp.payloadLength());
  }

  /**
   * A client's SYN once more, without the data that it may have: the client sends them again, as
   * where a server takes none (RFC 7413, 4.2.2).
   *
   * @param frontEnd the number of the one that it has come through, 0 for none
   */
  public void again(FlowKey flow, TcpView syn, int frontEnd) {
    writer.beginOfClient(flow, DSCP_AGAIN + frontEnd, syn.sequence(), 0, syn.flags(), syn.window());
    writer.options(syn.buffer(), syn.optionsOffset(), syn.optionsLength());
    write(writer.finish());
  }

  /** The simulated RST of the client. */
  public void reset(FlowKey flow, int sequence, int acknowledgment) {
    writer.beginOfClient(flow, DSCP_NONE, sequence, acknowledgment, TcpView.RST | TcpView.ACK, 0);
    write(writer.finish());
  }

  /** Throws away what the kernel has routed to the device. */
  public void discard() {
    while (Syscalls.read(fd, refuse.address(), BUFFER) > 0) {
      // nobody asked for it
    }
  }

  private void write(int length) {
    int written = Syscalls.write(fd, packet.address(), length);
    if (written != -Errno.EAGAIN) {
      KernelException.check("inject segment", written);
    }
  }

  @Override
  public void close() {
    Syscalls.close(fd);
  }
}
