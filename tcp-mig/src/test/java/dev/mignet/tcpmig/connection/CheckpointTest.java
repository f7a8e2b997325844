package dev.mignet.tcpmig.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private final Checkpoint checkpoint = new Checkpoint();

  CheckpointTest() {
    checkpoint.begin(1000, bytes("GET /"), 5, 3);
  }

  @Test
  void it_begins_with_the_request_so_far() {
    assertThat(checkpoint.start()).isEqualTo(1000);
    assertThat(checkpoint.end()).isEqualTo(1005);
    assertThat(checkpoint.acknowledged()).isEqualTo(3);
    assertThat(checkpoint.fin()).isFalse();
  }

  @Test
  void segments_in_order_are_added() {
    assertThat(add(1005, " HTTP/1.1")).isTrue();
    assertThat(add(1014, "\r\n\r\n")).isTrue();
    assertThat(text()).isEqualTo("GET / HTTP/1.1\r\n\r\n");
  }

  @Test
  void what_leaves_a_gap_or_overlaps_changes_nothing() {
    assertThat(add(1006, "x")).isFalse();
    assertThat(add(1004, "xy")).isFalse();
    assertThat(text()).isEqualTo("GET /");
  }

  @Test
  void nothing_comes_after_a_fin() {
    assertThat(checkpoint.add(1005, ByteBuffer.allocate(0), 0, 0, true)).isTrue();
    assertThat(checkpoint.fin()).isTrue();
    assertThat(checkpoint.end()).isEqualTo(1005);
    assertThat(add(1005, "x")).isFalse();
    assertThat(add(1006, "x")).isFalse();
  }

  @Test
  void it_takes_no_more_than_one_datagram_holds() {
    int sequence = 1005;
    byte[] part = new byte[1000];
    while (checkpoint.add(sequence, ByteBuffer.wrap(part), 0, 1000, false)) {
      sequence += 1000;
    }
    assertThat(checkpoint.length()).isBetween(Checkpoint.LIMIT - 1000, Checkpoint.LIMIT);
    assertThat(checkpoint.end()).isEqualTo(sequence);
  }

  @Test
  void it_can_begin_anew() {
    checkpoint.markFin();
    checkpoint.begin(-2, bytes("PUT"), 3, 0);
    assertThat(checkpoint.fin()).isFalse();
    assertThat(checkpoint.end()).isEqualTo(1);
    assertThat(text()).isEqualTo("PUT");
  }

  @Test
  void packets_are_held_in_their_order_up_to_a_limit() {
    HeldPackets held = new HeldPackets();
    for (int id = 0; id < HeldPackets.LIMIT; id++) {
      assertThat(held.add(id + 7, id % 2 == 0)).isTrue();
    }
    assertThat(held.add(1, true)).isFalse();
    assertThat(held.size()).isEqualTo(HeldPackets.LIMIT);
    assertThat(held.id(100)).isEqualTo(107);
    assertThat(held.stored(100)).isTrue();
    assertThat(held.stored(101)).isFalse();
    held.clear();
    assertThat(held.size()).isZero();
  }

  @Test
  void a_copy_is_held_in_its_place_and_not_kept_longer() {
    HeldPackets held = new HeldPackets();
    byte[] packet = bytes("a packet");
    for (int i = 0; i < 2; i++) {
      held.add(7, false);
      held.add(packet, true);
      held.add(9, false);
      assertThat(held.isCopy(0)).isFalse();
      assertThat(held.isCopy(1)).isTrue();
      assertThat(held.copy(1)).isSameAs(packet);
      assertThat(held.stored(1)).isTrue();
      assertThat(held.isCopy(2)).isFalse();
      assertThat(held.id(2)).isEqualTo(9);
      held.clear();
    }
    held.add(1, false);
    held.add(2, false);
    assertThat(held.isCopy(1)).isFalse();
  }

  private boolean add(int sequence, String text) {
    return checkpoint.add(sequence, ByteBuffer.wrap(bytes(text)), 0, text.length(), false);
  }

  private String text() {
    return new String(
        Arrays.copyOf(checkpoint.data(), checkpoint.length()), StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void what_the_new_server_has_got_is_noted_until_it_begins_anew() {
    checkpoint.begin(1, bytes("GET /"), 5, 0);
    checkpoint.give(3);
    assertThat(checkpoint.given()).isEqualTo(3);
    checkpoint.begin(1, bytes("GET /"), 5, 0);
    assertThat(checkpoint.given()).isZero();
  }
}
