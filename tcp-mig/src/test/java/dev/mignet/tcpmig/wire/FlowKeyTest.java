package dev.mignet.tcpmig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.net.IpPrefix;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowKeyTest {
  private final FlowKey key = new FlowKey(0x0a090102, 40000, 0xc0a800ff, 80);
  private final FlowKey six = key("fd00:9:1::2", 40000, "fd00:9:100::1", 80);

  private static FlowKey key(String client, int clientPort, String server, int serverPort) {
    return new FlowKey(IpPrefix.address(client), clientPort, IpPrefix.address(server), serverPort);
  }

  @Test
  void a_key_reads_as_people_write_it() {
    assertThat(key).hasToString("10.9.1.2:40000->192.168.0.255:80");
    assertThat(key.client()).isEqualTo("10.9.1.2:40000");
    assertThat(key.server()).isEqualTo("192.168.0.255:80");
    assertThat(six).hasToString("[fd00:9:1::2]:40000->[fd00:9:100::1]:80");
  }

  @Test
  void a_key_knows_its_family() {
    assertThat(key.ipv6()).isFalse();
    assertThat(six.ipv6()).isTrue();
    assertThat(key("::1", 1, "::2", 2).ipv6()).isTrue();
    assertThat(key.clientAddress()).isEqualTo(IpPrefix.address("10.9.1.2"));
    assertThat(six.serverAddress()).isEqualTo(IpPrefix.address("fd00:9:100::1"));
    assertThatThrownBy(() -> key("fd00::1", 1, "10.9.1.1", 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keys_are_equal_only_in_all_four_parts() {
    assertThat(key).isEqualTo(key.copy()).hasSameHashCodeAs(key.copy());
    assertThat(key).isEqualTo(key("10.9.1.2", 40000, "192.168.0.255", 80));
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090103, 40000, 0xc0a800ff, 80));
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090102, 40001, 0xc0a800ff, 80));
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090102, 40000, 0xc0a800fe, 80));
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090102, 40000, 0xc0a800ff, 81));
    assertThat(six).isEqualTo(six.copy()).hasSameHashCodeAs(six.copy());
    assertThat(six).isNotEqualTo(key("fd00:9:2::2", 40000, "fd00:9:100::1", 80));
    assertThat(six).isNotEqualTo(key("fd00:9:1::3", 40000, "fd00:9:100::1", 80));
    assertThat(six).isNotEqualTo(key("fd00:9:1::2", 40000, "fd00:9:101::1", 80));
    assertThat(six).isNotEqualTo(key("fd00:9:1::2", 40000, "fd00:9:100::2", 80));
  }

  @Test
  void a_copy_does_not_follow_changes() {
    FlowKey copy = key.copy();
    key.set(1, 2, 3, 4, 5, 6);
    assertThat(copy.clientPort()).isEqualTo(40000);
  }

  @Test
  void what_is_written_can_be_read() {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    six.write(bytes, 3);
    assertThat(FlowKey.read(bytes, 3)).isEqualTo(six);
    key.write(bytes, 50);
    assertThat(FlowKey.read(bytes, 50)).isEqualTo(key);
    assertThat(bytes.get(50 + FlowKey.LENGTH)).isZero();
    assertThat(bytes.getInt(58)).as("the IPv4 address is mapped").isEqualTo(0xffff);
  }

  @Test
  void the_ports_of_one_client_spread_over_the_buckets() {
    assertThat(buckets(key)).isGreaterThan(2048);
    assertThat(buckets(six)).isGreaterThan(2048);
  }

  private static int buckets(FlowKey key) {
    Set<Integer> buckets = new HashSet<>();
    for (int port = 1024; port < 1024 + 4096; port++) {
      key.set(key.clientHigh(), key.clientLow(), port, key.serverHigh(), key.serverLow(), 80);
      buckets.add(key.hashCode() & 8191);
    }
    return buckets.size();
  }

  @Test
  void sequence_numbers_compare_around_the_wrap() {
    assertThat(Sequence.after(5, 0xfffffff0)).isTrue();
    assertThat(Sequence.before(0xfffffff0, 5)).isTrue();
    assertThat(Sequence.distance(5, 0xfffffff0)).isEqualTo(21);
    assertThat(Sequence.distance(0xfffffff0, 5)).isEqualTo(-21);
    assertThat(Sequence.after(5, 5)).isFalse();
    assertThat(Sequence.before(5, 5)).isFalse();
  }
}
