package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.FrontEnd;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.wire.CapturedPackets;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetfilterRulesTest {
  private static final List<Endpoint> TWO =
      List.of(new Endpoint("www", "10.9.1.100", 80), new Endpoint("alt", "10.9.1.101", 8080));

  private static final String SET = SilentSockets.match(IpFamily.IPV4);

  private static final RequestRules NO_RULES = new RequestRules(List.of(), 1);

  private final List<String> lines = rules(List.of(), Mechanism.IMPOSED_ISN);

  @Test
  void every_endpoint_has_its_rule_in_each_direction() {
    assertThat(lines)
        .containsOnlyOnce(
            "-A PREROUTING -p tcp -d 10.9.1.100 --dport 80 -j MIGNET-IN",
            "-A OUTPUT -p tcp -s 10.9.1.100 --sport 80 -j MIGNET-OUT",
            "-A PREROUTING -p tcp -d 10.9.1.101 --dport 8080 -j MIGNET-IN",
            "-A OUTPUT -p tcp -s 10.9.1.101 --sport 8080 -j MIGNET-OUT");
  }

  @Test
  void both_tables_are_whole() {
    assertThat(lines).first().isEqualTo("*raw");
    assertThat(lines).last().isEqualTo("COMMIT");
    assertThat(lines).containsSubsequence("*raw", "COMMIT", "*mangle", "COMMIT");
    assertThat(lines).contains(":MIGNET-IN -", ":MIGNET-OUT -");
    assertThat(lines).allMatch(line -> line.matches("[*:].*|COMMIT|-A .* -[jg] .*"));
  }

  @Test
  void packets_pass_where_no_daemon_listens() {
    assertThat(lines).filteredOn(line -> line.contains("NFQUEUE")).isNotEmpty();
    assertThat(lines)
        .filteredOn(line -> line.contains("NFQUEUE"))
        .allMatch(line -> line.endsWith("--queue-bypass") && !line.contains("MIGNET-OUT"));
  }

  @Test
  void responses_are_copied_and_never_held() {
    assertThat(lines)
        .filteredOn(line -> line.startsWith("-A MIGNET-OUT"))
        .isNotEmpty()
        .noneMatch(line -> line.contains("NFQUEUE"));
  }

  @Test
  void what_is_injected_goes_past_the_clients_rules() {
    assertThat(lines)
        .containsSubsequence(
            "-A PREROUTING -i mignet0 -j ACCEPT",
            "-A PREROUTING -p tcp -d 10.9.1.100 --dport 80 -j MIGNET-IN");
  }

  @Test
  void no_rst_leaves_while_the_socket_is_being_made() {
    assertThat(lines)
        .containsSubsequence(
            "-A MIGNET-OUT -p tcp --tcp-flags RST RST -m mark --mark 0x100/0x100 -j DROP",
            "-A MIGNET-OUT -p tcp --tcp-flags RST RST -m connmark --mark 0x4000/0x4000 -j DROP");
  }

  @Test
  void responses_go_back_through_the_front_end_that_the_clients_packets_come_through() {
    List<FrontEnd> frontEnds =
        List.of(
            new FrontEnd(1, "f", "eth0", "10.9.2.1", "02:00:00:00:00:01"),
            new FrontEnd(2, "g", "eth0", "10.9.2.2", "02:00:00:00:00:02"));
    assertThat(rules(frontEnds, Mechanism.IMPOSED_ISN))
        .containsSubsequence(
            "-A MIGNET-IN -i eth0 -m mac --mac-source 02:00:00:00:00:01 -j MARK --set-xmark 0x400/0x3c00",
            "-A MIGNET-IN -i eth0 -m mac --mac-source 02:00:00:00:00:01 -j CONNMARK --set-xmark 0x400/0x3c00",
            "-A MIGNET-IN -i eth0 -m mac --mac-source 02:00:00:00:00:02 -j MARK --set-xmark 0x800/0x3c00",
            "-A MIGNET-IN -i eth0 -m mac --mac-source 02:00:00:00:00:02 -j CONNMARK --set-xmark 0x800/0x3c00",
            "-A MIGNET-OUT -j CONNMARK --restore-mark --nfmask 0x3c00 --ctmask 0x3c00");
    assertThat(lines).noneMatch(line -> line.contains("0x3c00"));
  }

  @Test
  void a_syn_that_is_given_once_more_has_come_through_the_front_end_that_its_dscp_says() {
    FrontEnd ninth = new FrontEnd(9, "f", "eth0", "10.9.2.1", "02:00:00:00:00:01");
    assertThat(rules(List.of(ninth), Mechanism.TRANSLATION))
        .containsSubsequence(
            "-A PREROUTING -i mignet0 -p tcp --syn -m dscp --dscp 0x19 -j CONNMARK --set-xmark 0x2400/0x3c00",
            "-A PREROUTING -i mignet0 -p tcp --syn -m conntrack --ctstate NEW -j ACCEPT",
            "-A PREROUTING -i mignet0 -j MARK --set-xmark 0x100/0x100");
  }

  private static List<String> rules(List<FrontEnd> frontEnds, Mechanism mechanism) {
    return NetfilterRules.text(
            IpFamily.IPV4, TWO, Protocol.HTTP, NO_RULES, frontEnds, mechanism, SET)
        .lines()
        .toList();
  }

  @Test
  void what_only_translation_needs_is_there_only_for_translation() {
    List<String> translating = rules(List.of(), Mechanism.TRANSLATION);
    assertThat(translating).containsSubsequence(lines);
    assertThat(translating.stream().filter(line -> !lines.contains(line)))
        .containsExactly(
            "-A PREROUTING -i mignet0 -p tcp --syn -m dscp --dscp 0x0 -j CT --notrack",
            "-A PREROUTING -i mignet0 -p tcp --syn -m conntrack --ctstate NEW -j ACCEPT",
            "-A PREROUTING -i mignet0 -j CONNMARK --restore-mark --nfmask 0xf --ctmask 0xf",
            "-A INPUT -p tcp -d 192.0.2.1 --dport 1 -m conntrack --ctstate INVALID -j SYNPROXY",
            "-A MIGNET-IN -m conntrack --ctstate NEW -j MARK --set-xmark 0x8000/0x8000",
            "-A MIGNET-IN -m conntrack --ctstate NEW -j NFQUEUE --queue-num 0 --queue-bypass",
            "-A MIGNET-OUT -p tcp --tcp-flags SYN,ACK SYN,ACK -m connmark --mark 0x200/0x200"
                + " -j NFQUEUE --queue-num 1",
            "-A MIGNET-OUT -p tcp --tcp-flags RST RST -m connmark --mark 0x200/0x200"
                + " -j NFQUEUE --queue-num 1");
  }

  @Test
  void where_no_requests_are_followed_nothing_waits_but_what_is_held() {
    List<String> tcp =
        NetfilterRules.text(
                IpFamily.IPV4, TWO, Protocol.TCP, NO_RULES, List.of(), Mechanism.IMPOSED_ISN, SET)
            .lines()
            .toList();
    assertThat(tcp).noneMatch(line -> line.contains("prefix H") || line.contains("prefix E"));
    assertThat(tcp)
        .filteredOn(line -> line.contains("NFQUEUE"))
        .allMatch(line -> line.contains("--syn") || line.contains("connmark"));
    assertThat(tcp)
        .filteredOn(line -> line.startsWith("-A MIGNET-IN"))
        .last()
        .asString()
        .endsWith("-j NFLOG --nflog-group 1 --nflog-prefix D --nflog-size 120 --nflog-threshold 1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SYN,              false, false, false",
    "ACK,              false, false, false",
    "REQUEST,          true,  false, false",
    "NO_OPTIONS,       true,  false, false",
    "RESPONSE,         true,  true,  false",
    "CHUNKED_RESPONSE, true,  true,  false",
    "CHUNK,            true,  false, false",
    "LAST_CHUNK,       true,  false, true",
    "SACK,             false, false, false",
    "FIN,              false, false, false",
    "RST,              false, false, false",
    "SYN6,             false, false, false",
    "ACK6,             false, false, false",
    "REQUEST6,         true,  false, false",
    "RESPONSE6,        true,  true,  false",
    "FIN6,             false, false, false",
  })
  void the_filters_tell_captured_packets_apart(
      String name, boolean hasData, boolean beginsResponse, boolean endsChunks) {
    ByteBuffer packet = CapturedPackets.bytes(packet(name));
    assertThat(matches(packet, "-A MIGNET-IN ", "-g MIGNET-DATA")).isEqualTo(hasData);
    assertThat(matches(packet, "-A MIGNET-OUT ", "DROP")).isEqualTo(!hasData);
    assertThat(matches(packet, "-A MIGNET-OUT ", "-j MIGNET-BEGIN")).isEqualTo(beginsResponse);
    assertThat(matches(packet, "-A MIGNET-OUT ", "prefix E")).isEqualTo(endsChunks);
  }

  /** By the rules of the packet's family. */
  private boolean matches(ByteBuffer packet, String chain, String target) {
    boolean ipv6 = packet.get(0) >>> 4 == 6;
    return (ipv6 ? filter6(chain, target) : filter(chain, target)).matches(packet);
  }

  @Test
  void the_last_chunk_is_seen_at_the_end_of_a_longer_segment_and_only_there() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.REQUEST);
    byte[] end = {'\r', '\n', '0', '\r', '\n', '\r', '\n'};
    packet.put(packet.capacity() - 7, end);
    ClassicBpf filter = filter("-A MIGNET-OUT ", "prefix E");
    assertThat(filter.matches(packet)).isTrue();
    packet.put(packet.capacity() - 1, (byte) 'x');
    assertThat(filter.matches(packet)).isFalse();
    packet.put(packet.capacity() - 8, end);
    assertThat(filter.matches(packet)).isFalse();
  }

  @Test
  void a_line_of_text_that_ends_in_a_zero_is_no_last_chunk() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.REQUEST);
    ClassicBpf filter = filter("-A MIGNET-OUT ", "prefix E");
    packet.put(packet.capacity() - 7, new byte[] {'1', '0', '0', '\r', '\n', '\r', '\n'});
    assertThat(filter.matches(packet)).isFalse();
  }

  @Test
  void a_connection_that_is_watched_is_copied_whole_and_once() {
    List<String> out = lines.stream().filter(line -> line.startsWith("-A MIGNET-OUT")).toList();
    assertThat(out.stream().map(line -> line.replaceAll("\"[^\"]*\" ", "")))
        .containsSubsequence(
            "-A MIGNET-OUT -m connmark --mark 0x20/0x20 -m bpf --bytecode -j NFLOG"
                + " --nflog-group 1 --nflog-prefix W --nflog-size 65535 --nflog-threshold 1",
            "-A MIGNET-OUT -m connmark --mark 0x20/0x20 -j RETURN");
    assertThat(out).last().asString().contains("prefix E");
  }

  @Test
  void fewer_than_five_bytes_are_neither_a_response_nor_a_last_chunk() {
    ByteBuffer packet = ByteBuffer.allocate(44).put(CapturedPackets.bytes(CapturedPackets.RST));
    packet.put(40, new byte[] {'H', 'T', 'T', 'P'}).putShort(2, (short) 44);
    assertThat(filter("-A MIGNET-OUT ", "-j MIGNET-BEGIN").matches(packet)).isFalse();
    assertThat(filter("-A MIGNET-OUT ", "prefix E").matches(packet)).isFalse();
    assertThat(filter("-A MIGNET-IN ", "-g MIGNET-DATA").matches(packet)).isTrue();
  }

  @Test
  void rules_of_ipv6_differ_in_addresses_and_programs_only() {
    List<Endpoint> two =
        List.of(new Endpoint("www", "fd00::100", 80), new Endpoint("alt", "fd00::101", 8080));
    for (Mechanism mechanism : List.of(Mechanism.IMPOSED_ISN, Mechanism.TRANSLATION)) {
      assertThat(
              plain(
                  NetfilterRules.text(
                      IpFamily.IPV6, two, Protocol.HTTP, NO_RULES, List.of(), mechanism, SET)))
          .isEqualTo(
              plain(
                      NetfilterRules.text(
                          IpFamily.IPV4, TWO, Protocol.HTTP, NO_RULES, List.of(), mechanism, SET))
                  .replace("10.9.1.", "fd00::")
                  .replace("192.0.2.1", "2001:db8::1"));
    }
  }

  private static String plain(String rules) {
    return rules.replaceAll("\"[^\"]*\" ", "");
  }

  @Test
  void the_last_chunk_is_seen_over_ipv6() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.REQUEST6);
    packet.put(packet.capacity() - 7, new byte[] {'\r', '\n', '0', '\r', '\n', '\r', '\n'});
    assertThat(filter6("-A MIGNET-OUT ", "prefix E").matches(packet)).isTrue();
  }

  @Test
  void a_packet_with_extension_headers_is_looked_at_by_the_daemon_and_not_dropped() {
    ByteBuffer packet = CapturedPackets.bytes(CapturedPackets.ACK6);
    packet.put(6, (byte) 60);
    assertThat(filter6("-A MIGNET-IN ", "-g MIGNET-DATA").matches(packet)).isTrue();
    assertThat(filter6("-A MIGNET-OUT ", "DROP").matches(packet)).isFalse();
  }

  private static ClassicBpf filter6(String chain, String target) {
    List<Endpoint> endpoints = List.of(new Endpoint("www", "fd00::100", 80));
    return filter(
        NetfilterRules.text(
                IpFamily.IPV6,
                endpoints,
                Protocol.HTTP,
                NO_RULES,
                List.of(),
                Mechanism.IMPOSED_ISN,
                SET)
            .lines()
            .toList(),
        chain,
        target);
  }

  /** The program of the rule that begins and goes on like that. */
  private ClassicBpf filter(String chain, String target) {
    return filter(lines, chain, target);
  }

  private static ClassicBpf filter(List<String> lines, String chain, String target) {
    String rule =
        lines.stream()
            .filter(l -> l.startsWith(chain) && l.contains("bytecode") && l.contains(target))
            .findFirst()
            .orElseThrow();
    return new ClassicBpf(rule.substring(rule.indexOf('"') + 1, rule.lastIndexOf('"')));
  }

  private static String packet(String name) {
    return switch (name) {
      case "SYN" -> CapturedPackets.SYN;
      case "ACK" -> CapturedPackets.ACK;
      case "REQUEST" -> CapturedPackets.REQUEST;
      case "NO_OPTIONS" -> CapturedPackets.REQUEST_WITHOUT_OPTIONS;
      case "RESPONSE" -> CapturedPackets.RESPONSE;
      case "CHUNKED_RESPONSE" -> CapturedPackets.CHUNKED_RESPONSE;
      case "CHUNK" -> CapturedPackets.CHUNK;
      case "LAST_CHUNK" -> CapturedPackets.LAST_CHUNK;
      case "SACK" -> CapturedPackets.SACK;
      case "FIN" -> CapturedPackets.FIN;
      case "SYN6" -> CapturedPackets.SYN6;
      case "ACK6" -> CapturedPackets.ACK6;
      case "REQUEST6" -> CapturedPackets.REQUEST6;
      case "RESPONSE6" -> CapturedPackets.RESPONSE6;
      case "FIN6" -> CapturedPackets.FIN6;
      case "RST" -> CapturedPackets.RST;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
