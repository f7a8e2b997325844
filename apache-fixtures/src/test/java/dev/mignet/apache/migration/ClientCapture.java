package dev.mignet.apache.migration;

import static org.awaitility.Awaitility.await;

import dev.mignet.apache.capture.PacketCapture;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that interfaces of a node see for a while, headers only, read by tshark. */
final class ClientCapture {
  private static final String CLIENT = "client";
  private static final int HEADERS = 128;

  /** What tshark remarks; each name is a field below {@code tcp.analysis}. */
  private static final List<String> REMARKS =
      List.of(
          "retransmission",
          "fast_retransmission",
          "spurious_retransmission",
          "duplicate_ack",
          "out_of_order",
          "lost_segment",
          "ack_lost_segment");

  private static final List<String> FIELDS =
      List.of(
          "frame.time_relative",
          "tcp.srcport",
          "tcp.dstport",
          "ip.ttl",
          "ip.dsfield",
          "ip.flags.df",
          "ipv6.hlim",
          "ipv6.tclass",
          "ipv6.flow",
          "tcp.flags",
          "tcp.seq_raw",
          "tcp.ack_raw",
          "tcp.len",
          "tcp.window_size_value",
          "tcp.options.timestamp.tsval",
          "tcp.option_kind",
          "tcp.options.mss_val",
          "tcp.options.wscale.shift");

  private final TestLab lab;
  private final PacketCapture capture;
  private final Path file;
  private final String markTo;

  private ClientCapture(TestLab lab, PacketCapture capture, Path file, String markTo) {
    this.lab = lab;
    this.capture = capture;
    this.file = file;
    this.markTo = markTo;
  }

  /** At the client. */
  static ClientCapture start(TestLab lab, Path file) throws IOException {
    return start(lab, CLIENT, List.of("eth0"), file, lab.address("front", "eth0"));
  }

  /** At a back-end, by whatever interface packets come. */
  static ClientCapture atBackEnd(TestLab lab, String node, Path file) throws IOException {
    return start(lab, node, List.of("eth0", "san0"), file, lab.address(node, "eth0"));
  }

  /** At a front-end, on its clients' side. */
  static ClientCapture atFrontEnd(TestLab lab, String node, Path file) throws IOException {
    return start(lab, node, List.of("eth0"), file, lab.address(node, "eth0"));
  }

  private static ClientCapture start(
      TestLab lab, String node, List<String> interfaces, Path file, String markTo)
      throws IOException {
    PacketCapture capture = PacketCapture.start(lab.running(), node, interfaces, file, HEADERS);
    return new ClientCapture(lab, capture, file, markTo);
  }

  /** Ends the capture once all that was sent before this call is in it, and reads it. */
  List<Segment> stop() throws Exception {
    String mark = UUID.randomUUID().toString();
    lab.running().inside(CLIENT, () -> sendMark(mark));
    await().until(() -> Files.readString(file, StandardCharsets.ISO_8859_1).contains(mark));
    capture.stop();
    return read();
  }

  private boolean sendMark(String mark) throws IOException {
    byte[] bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
    InetSocketAddress to = new InetSocketAddress(markTo, 9); // discard
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
    return true;
  }

  private List<Segment> read() throws IOException, InterruptedException {
    int server = lab.server().getPort();
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    command.addAll(List.of("-Y", "tcp.port == " + server, "-T", "fields"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    REMARKS.forEach(remark -> command.addAll(List.of("-e", "tcp.analysis." + remark)));
    Process tshark =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    tshark.getOutputStream().close();
    List<Segment> segments;
    try (InputStream output = tshark.getInputStream()) {
      segments =
          new String(output.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .map(line -> segment(line.split("\t", -1), server))
              .toList();
    }
    if (tshark.waitFor() != 0) {
      throw new IOException("tshark ended with " + tshark.exitValue());
    }
    return segments;
  }

  private static Segment segment(String[] line, int server) {
    Iterator<String> fields = List.of(line).iterator();
    long micros = Math.round(Double.parseDouble(fields.next()) * 1e6);
    int source = Integer.parseInt(fields.next());
    int destination = Integer.parseInt(fields.next());
    boolean fromServer = source == server;
    String ip =
        ("TTL %s, TOS %s, DF %s".formatted(fields.next(), fields.next(), fields.next())
            + "; hop limit %s, class %s, label %s"
                .formatted(fields.next(), fields.next(), fields.next()));
    int flags = Integer.decode(fields.next());
    int sequence = Integer.parseUnsignedInt(fields.next());
    int acknowledgment = Integer.parseUnsignedInt(fields.next());
    int length = Integer.parseInt(fields.next());
    int window = Integer.parseInt(fields.next());
    Integer timestamp = number(fields.next());
    String options = fields.next();
    String maximumSegment = fields.next();
    String windowScale = fields.next();
    Set<String> remarks = new LinkedHashSet<>();
    for (String remark : REMARKS) {
      if (!fields.next().isEmpty()) {
        remarks.add(remark);
      }
    }
    return new Segment(
        micros,
        fromServer ? destination : source,
        fromServer,
        ip,
        flags,
        sequence,
        acknowledgment,
        length,
        window,
        timestamp,
        options,
        values(maximumSegment, windowScale),
        number(windowScale),
        remarks);
  }

  private static String values(String maximumSegment, String windowScale) {
    return (maximumSegment.isEmpty() ? "" : ", MSS " + maximumSegment)
        + (windowScale.isEmpty() ? "" : ", window scale " + windowScale);
  }

  private static @Nullable Integer number(String field) {
    return field.isEmpty() ? null : Integer.valueOf(Integer.parseUnsignedInt(field));
  }
}
