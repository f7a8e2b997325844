package dev.mignet.tcpmig.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.tcpmig.wire.FlowKey;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the Wireshark dissector against the codec: what {@link SanCodec} and {@link SanSeal} write,
 * tshark must read field by field.
 */
class SanDissectorTest {
  private static final Path SCRIPT =
      Path.of("src", "main", "wireshark", "mignet-san.lua").toAbsolutePath();
  private static final String LAB = "lab";
  private static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0xfffefdfc, 65535);
  private static final FlowKey FLOW6 =
      new FlowKey(IpPrefix.address("fd00:9:1::2"), 1, IpPrefix.address("2001:db8::ffff:1"), 443);
  private static final int FROM = 2;
  private static final int TO = 3;
  private static final int PORT = 7777;
  private static final int LINKTYPE_RAW = 101;

  @TempDir private Path folder;

  @BeforeAll
  static void needTsharkWithLua() throws Exception {
    String version;
    try {
      version = output(List.of("tshark", "-v"));
    } catch (IOException e) {
      version = "";
    }
    assumeTrue(version.contains("with Lua"), "tshark with Lua is not installed");
  }

  /** One of each type at least; a type without a sample fails to compile below. */
  static Stream<SanMessage> messages() {
    return Stream.concat(
        Arrays.stream(MessageType.values()).map(SanDissectorTest::sample),
        Stream.of(
            new SanMessage.Syn(
                -1, FLOW, -1, -2, -3, 65535, -4, -5, 15, 65535, 15, 65535, 14, 14, false, true,
                true, 7),
            new SanMessage.Syn(
                1, FLOW, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, -1, -1, true, false, false, 0),
            new SanMessage.Ack(1, FLOW6),
            new SanMessage.Moved(1, FLOW6, 1, 2, 3),
            new SanMessage.Reject(1, FLOW, RejectReason.NO_ROOM),
            new SanMessage.Reject(1, FLOW, RejectReason.ROOM_GONE),
            new SanMessage.Checkpoint(1, FLOW, 0, 0, false, new byte[0])));
  }

  private static SanMessage sample(MessageType type) {
    long id = 0x0102030405060708L;
    return switch (type) {
      case SYN ->
          new SanMessage.Syn(
              id, FLOW, 11, 12, 13, 14, 15, 16, 3, 9, 2, 1460, 7, -1, true, true, false, 17);
      case ACK -> new SanMessage.Ack(id, FLOW);
      case REJECT -> new SanMessage.Reject(id, FLOW, RejectReason.BUSY);
      case CHECKPOINT ->
          new SanMessage.Checkpoint(id, FLOW, -18, 3, true, new byte[] {1, 2, 3, -4});
      case STORED -> new SanMessage.Stored(id, FLOW);
      case ABORT -> new SanMessage.Abort(id, FLOW);
      case CLEAN_UP -> new SanMessage.CleanUp(id, FLOW);
      case QUERY -> new SanMessage.Query(id, FLOW);
      case MOVED -> new SanMessage.Moved(id, FLOW, -19, 20, 4);
      case FOLLOWING -> new SanMessage.Following(id, FLOW);
    };
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_is_read_field_by_field(SanMessage message) throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("magic", "MGNT");
    expected.put("version", Integer.toString(SanCodec.VERSION));
    expected.put("type", Integer.toString(MessageType.of(message).code()));
    expected.put("cluster", "0x%08x".formatted(LAB.hashCode()));
    expected.put("id", "0x%016x".formatted(message.id()));
    expected.put("client.address", text(message.flow().clientAddress()));
    expected.put("endpoint.address", text(message.flow().serverAddress()));
    expected.put("client.port", Integer.toString(message.flow().clientPort()));
    expected.put("endpoint.port", Integer.toString(message.flow().serverPort()));
    fields(message, expected);
    expected.put("seal.from", Integer.toString(FROM));
    expected.put("seal.to", Integer.toString(TO));
    byte[] datagram = datagram(message);
    expected.put("seal.mac", hex(datagram, datagram.length - SanSeal.LENGTH + 2, datagram.length));
    expected.put("malformed", "");

    assertThat(dissected(datagram, expected.keySet())).isEqualTo(expected);
  }

  /** Those of IPv4 are mapped. */
  private static String text(InetAddress address) {
    return (address instanceof Inet4Address ? "::ffff:" : "") + IpPrefix.text(address);
  }

  private static void fields(SanMessage message, Map<String, String> fields) {
    if (message instanceof SanMessage.Syn syn) {
      fields.put("syn.client_isn", Integer.toUnsignedString(syn.clientIsn()));
      fields.put("syn.start", Integer.toUnsignedString(syn.start()));
      fields.put("syn.imposed_ack", Integer.toUnsignedString(syn.imposedAck()));
      fields.put("syn.window", Integer.toString(syn.window()));
      fields.put("syn.clock", Integer.toUnsignedString(syn.clock()));
      fields.put("syn.client_tsval", Integer.toUnsignedString(syn.clientTsVal()));
      fields.put("syn.mss", Integer.toString(syn.mss()));
      fields.put("syn.client_scale", Integer.toString(syn.clientWindowScale()));
      fields.put("syn.server_scale", Integer.toString(syn.serverWindowScale()));
      fields.put("syn.flags.sack", syn.sack() ? "1" : "0");
      fields.put("syn.flags.timestamps", syn.timestamps() ? "1" : "0");
      fields.put("syn.round_trip", Integer.toString(syn.roundTripMillis()));
      fields.put("syn.flags.ecn", syn.ecn() ? "1" : "0");
      fields.put("syn.home", Integer.toString(syn.home()));
      fields.put("syn.hops", Integer.toString(syn.hops()));
      fields.put("syn.front_end", Integer.toString(syn.frontEnd()));
      assertThat(SanMessage.Syn.class.getRecordComponents()).hasSize(18); // id and flow among them
    } else if (message instanceof SanMessage.Moved moved) {
      fields.put("moved.client_isn", Integer.toUnsignedString(moved.clientIsn()));
      fields.put("moved.hops", Integer.toString(moved.hops()));
      fields.put("moved.node", Integer.toString(moved.node()));
    } else if (message instanceof SanMessage.Reject reject) {
      fields.put("reject.reason", Integer.toString(reject.reason().code()));
    } else if (message instanceof SanMessage.Checkpoint checkpoint) {
      fields.put("checkpoint.start", Integer.toUnsignedString(checkpoint.start()));
      fields.put("checkpoint.acknowledged", Integer.toString(checkpoint.acknowledged()));
      fields.put("checkpoint.fin", checkpoint.fin() ? "1" : "0");
      fields.put("checkpoint.data", hex(checkpoint.data(), 0, checkpoint.data().length));
    }
  }

  @Test
  void several_messages_of_a_datagram_are_read_one_by_one() throws Exception {
    byte[] datagram =
        datagram(
            sample(MessageType.CLEAN_UP), sample(MessageType.CHECKPOINT), sample(MessageType.SYN));

    assertThat(dissected(datagram, List.of("type", "checkpoint.data", "syn.mss", "malformed")))
        .containsEntry("type", "7,4,1")
        .containsEntry("checkpoint.data", "010203fc")
        .containsEntry("syn.mss", "1460")
        .containsEntry("malformed", "");
  }

  @Test
  void the_clients_of_a_datagram_are_told_as_people_write_them() throws Exception {
    byte[] datagram = datagram(new SanMessage.Ack(1, FLOW), new SanMessage.CleanUp(1, FLOW6));

    assertThat(tshark(datagram, "-T", "fields", "-e", "_ws.col.Info").strip())
        .isEqualTo("Migration ACK 10.9.1.2:40000, Clean-up [fd00:9:1::2]:1");
  }

  @Test
  void every_type_and_reason_has_a_name() throws Exception {
    List<SanMessage> all =
        new ArrayList<>(Arrays.stream(MessageType.values()).map(t -> sample(t)).toList());
    for (RejectReason reason : RejectReason.values()) {
      all.add(new SanMessage.Reject(1, FLOW, reason));
    }

    String tree = tshark(datagram(all.toArray(SanMessage[]::new)), "-V");

    assertThat(tree).contains("Type: Clean-up (7)").doesNotContain("Unknown");
    for (RejectReason reason : RejectReason.values()) {
      String name = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      assertThat(tree).contains("Reason: " + name + " (" + reason.code() + ")");
    }
  }

  @Test
  void another_version_is_left_alone() throws Exception {
    byte[] datagram = datagram(sample(MessageType.ACK));
    datagram[4]++;

    assertThat(dissected(datagram, List.of("type"))).containsEntry("type", "");
  }

  private static byte[] datagram(SanMessage... messages) {
    ByteBuffer buffer = ByteBuffer.allocate(2000);
    SanCodec codec = new SanCodec(LAB);
    for (SanMessage message : messages) {
      codec.write(message, buffer);
    }
    new SanSeal(new byte[32]).seal(buffer, FROM, TO);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static String hex(byte[] bytes, int from, int to) {
    return HexFormat.of().formatHex(bytes, from, to);
  }

  private Map<String, String> dissected(byte[] datagram, Iterable<String> fields) throws Exception {
    List<String> options = new ArrayList<>(List.of("-T", "fields", "-E", "separator=|"));
    List<String> names = new ArrayList<>();
    for (String field : fields) {
      names.add(field);
      options.addAll(List.of("-e", "mignet." + field));
    }
    String line = tshark(datagram, options.toArray(String[]::new));
    String[] values = line.lines().findFirst().orElse("").split("\\|", -1);
    Map<String, String> dissected = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      dissected.put(names.get(i), i < values.length ? values[i] : "missing");
    }
    return dissected;
  }

  private String tshark(byte[] datagram, String... options) throws Exception {
    Path capture = Files.write(folder.resolve("san.pcap"), pcap(datagram));
    List<String> command = new ArrayList<>(List.of("tshark", "-X", "lua_script:" + SCRIPT));
    command.addAll(List.of("-r", capture.toString()));
    command.addAll(List.of(options));
    return output(command);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("exit code of %s", command).isZero();
    return output;
  }

  /** A pcap file (draft-ietf-opsawg-pcap) of one packet: IPv4, UDP, the datagram. */
  private static byte[] pcap(byte[] datagram) {
    int udp = 8 + datagram.length;
    int ip = 20 + udp;
    ByteBuffer file = ByteBuffer.allocate(24 + 16 + ip);
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    file.putInt(65_535).putInt(LINKTYPE_RAW);
    file.putLong(0).putInt(ip).putInt(ip);
    file.putShort((short) 0x4500).putShort((short) ip).putInt(0);
    file.putShort((short) 0x4011).putShort((short) 0); // time to live, protocol, no checksum
    file.putInt(0x0a090301).putInt(0x0a090302);
    file.putShort((short) PORT).putShort((short) PORT).putShort((short) udp).putShort((short) 0);
    return file.put(datagram).array();
  }
}
