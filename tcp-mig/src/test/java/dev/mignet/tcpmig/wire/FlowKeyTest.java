package dev.mignet.tcpmig.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowKeyTest {
  private final FlowKey key = new FlowKey(0x0a090102, 40000, 0xc0a800ff, 80);

  @Test
  void a_key_reads_as_people_write_it() {
    assertThat(key).hasToString("10.9.1.2:40000->192.168.0.255:80");
    assertThat(key.client()).isEqualTo("10.9.1.2:40000");
    assertThat(key.server()).isEqualTo("192.168.0.255:80");
  }

  @Test
  void keys_are_equal_only_in_all_four_parts() {
    assertThat(key).isEqualTo(key.copy()).hasSameHashCodeAs(key.copy());
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090103, 40000, 0xc0a800ff, 80));
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090102, 40001, 0xc0a800ff, 80));
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090102, 40000, 0xc0a800fe, 80));
    assertThat(key).isNotEqualTo(new FlowKey(0x0a090102, 40000, 0xc0a800ff, 81));
  }

  @Test
  void a_copy_does_not_follow_changes() {
    FlowKey copy = key.copy();
    key.set(1, 2, 3, 4);
    assertThat(copy.clientPort()).isEqualTo(40000);
  }

  @Test
  void the_ports_of_one_client_spread_over_the_buckets() {
    Set<Integer> buckets = new HashSet<>();
    for (int port = 1024; port < 1024 + 4096; port++) {
      buckets.add(key.set(0x0a090102, port, 0x0a090164, 80).hashCode() & 8191);
    }
    assertThat(buckets).hasSizeGreaterThan(2048);
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
