package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientTraceTest {
  private static final int PORT = 40_000;
  private static final boolean CLIENT = false;
  private static final boolean SERVER = true;

  private static final Segment SYN = syn(CLIENT, 10, 100);
  private static final Segment SYN_ACK = syn(SERVER, 7, 200);

  @Test
  void a_connection_without_faults_has_none() {
    assertThat(faults(SYN, SYN_ACK, segment(CLIENT, 1, 64, 101), segment(SERVER, 9, 510, 201)))
        .isEmpty();
  }

  @Test
  void what_tshark_remarks_and_resets_are_counted() {
    Segment reset =
        new Segment(PORT, SERVER, 63, Segment.RST, 0, 0, 0, null, "", "", null, Set.of());
    Segment again =
        new Segment(
            PORT,
            SERVER,
            63,
            Segment.ACK,
            1,
            5,
            9,
            201,
            "1,1,8",
            "",
            null,
            Set.of("retransmission"));
    assertThat(faults(again, again, reset)).isEqualTo(Map.of("retransmission", 2, "reset", 1));
  }

  @Test
  void a_clock_goes_back_only_against_its_own_direction_and_may_wrap() {
    assertThat(faults(segment(SERVER, 1, 9, 500), segment(CLIENT, 1, 9, 3))).isEmpty();
    assertThat(faults(segment(SERVER, 1, 9, -1), segment(SERVER, 1, 9, 1))).isEmpty();
    assertThat(faults(segment(SERVER, 1, 9, 500), segment(SERVER, 1, 9, 499)))
        .isEqualTo(Map.of("timestamp that goes back", 1));
  }

  @Test
  void a_window_shrinks_when_its_right_edge_goes_back_by_its_own_scale() {
    // 1 + (63 << 7) to 1 + (62 << 7): the edge goes back by a unit, then by a byte less.
    assertThat(faults(SYN, SYN_ACK, segment(SERVER, 1, 63, 201), segment(SERVER, 1, 62, 202)))
        .isEqualTo(Map.of("window that shrinks", 1));
    assertThat(faults(SYN, SYN_ACK, segment(SERVER, 1, 63, 201), segment(SERVER, 2, 62, 202)))
        .isEmpty();
  }

  @Test
  void other_connections_are_left_out() {
    assertThat(ClientTrace.of(List.of(SYN, SYN_ACK), List.of(PORT + 1)).connections()).isZero();
  }

  @Test
  void only_what_is_beyond_the_control_run_counts() {
    ClientTrace control = new ClientTrace(Map.of("reset", 2, "retransmission", 1), Set.of(), 1);
    ClientTrace moved = new ClientTrace(Map.of("reset", 3, "retransmission", 1), Set.of(), 1);
    assertThat(moved.faultsBeyond(control)).isEqualTo(Map.of("reset", 1));
  }

  @Test
  void a_shape_tells_direction_time_to_live_and_options() {
    assertThat(ClientTrace.of(List.of(SYN_ACK, segment(CLIENT, 1, 1, 1)), List.of(PORT)).shapes())
        .containsExactly(
            "client's segment: TTL 64, options 1,1,8",
            "server's SYN: TTL 63, options 2,4,8,1,3, MSS 1460");
  }

  private static Map<String, Integer> faults(Segment... segments) {
    return ClientTrace.of(List.of(segments), List.of(PORT)).faults();
  }

  private static Segment syn(boolean fromServer, @Nullable Integer scale, int clock) {
    int flags = fromServer ? Segment.SYN | Segment.ACK : Segment.SYN;
    return new Segment(
        PORT,
        fromServer,
        fromServer ? 63 : 64,
        flags,
        1,
        0,
        65_160,
        clock,
        "2,4,8,1,3",
        ", MSS 1460",
        scale,
        Set.of());
  }

  private static Segment segment(boolean fromServer, int acknowledgment, int window, int clock) {
    return new Segment(
        PORT,
        fromServer,
        fromServer ? 63 : 64,
        Segment.ACK,
        acknowledgment,
        0,
        window,
        clock,
        "1,1,8",
        "",
        null,
        Set.of());
  }
}
