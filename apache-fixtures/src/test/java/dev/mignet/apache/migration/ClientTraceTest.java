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
    assertThat(
            faults(
                SYN,
                SYN_ACK,
                segment(CLIENT, "1:1 ack 1 win 64", 101),
                segment(CLIENT, "1:51 ack 1 win 64", 102),
                segment(SERVER, "1:1 ack 51 win 509", 203),
                segment(SERVER, "1:301 ack 51 win 509", 204),
                segment(CLIENT, "51:51 ack 301 win 63", 105)))
        .isEmpty();
  }

  @Test
  void what_tshark_remarks_and_resets_are_counted() {
    Segment reset = segment(SERVER, Segment.RST, "1:1 ack 0 win 0", null, Set.of());
    Segment remarked = segment(SERVER, Segment.ACK, "1:6 ack 1 win 9", 201, Set.of("lost_segment"));
    assertThat(faults(remarked, reset, reset)).isEqualTo(Map.of("lost_segment", 1, "reset", 2));
  }

  @Test
  void a_clock_goes_back_only_against_its_own_direction_and_may_wrap() {
    assertThat(
            faults(segment(SERVER, "1:2 ack 1 win 9", 500), segment(CLIENT, "1:2 ack 1 win 9", 3)))
        .isEmpty();
    assertThat(
            faults(segment(SERVER, "1:2 ack 1 win 9", -1), segment(SERVER, "2:3 ack 1 win 9", 1)))
        .isEmpty();
    assertThat(
            faults(
                segment(SERVER, "1:2 ack 1 win 9", 500), segment(SERVER, "2:3 ack 1 win 9", 499)))
        .isEqualTo(Map.of("timestamp that goes back", 1));
  }

  @Test
  void a_window_shrinks_when_its_right_edge_goes_back_by_its_own_scale() {
    // 1 + (63 << 7) to 1 + (62 << 7): the edge goes back by a unit, then by a byte less.
    assertThat(
            faults(
                SYN,
                SYN_ACK,
                segment(SERVER, "1:1 ack 1 win 63", 201),
                segment(SERVER, "1:1 ack 1 win 62", 202)))
        .isEqualTo(Map.of("window that shrinks", 1));
    assertThat(
            faults(
                SYN,
                SYN_ACK,
                segment(SERVER, "1:1 ack 1 win 63", 201),
                segment(SERVER, "1:1 ack 2 win 62", 202)))
        .isEmpty();
  }

  @Test
  void the_window_says_nothing_once_a_fin_is_acknowledged() {
    Segment fin = segment(SERVER, Segment.FIN | Segment.ACK, "1:1 ack 1 win 509", 202, Set.of());
    assertThat(
            faults(
                SYN,
                SYN_ACK,
                segment(CLIENT, "1:1 ack 1 win 64", 101),
                fin,
                segment(CLIENT, "1:1 ack 2 win 10", 103)))
        .isEmpty();
    assertThat(
            faults(
                SYN,
                SYN_ACK,
                segment(CLIENT, "1:1 ack 1 win 64", 101),
                fin,
                segment(CLIENT, "1:1 ack 1 win 10", 103)))
        .containsEntry("window that shrinks", 1);
  }

  @Test
  void bytes_come_in_their_order_and_once() {
    Segment first = segment(CLIENT, "1:51 ack 1 win 64", 101);
    Segment second = segment(CLIENT, "51:101 ack 1 win 64", 101);
    assertThat(faults(first, second, second)).isEqualTo(Map.of("bytes that come twice", 1));
    assertThat(faults(SYN, second, first))
        .isEqualTo(Map.of("bytes that are missing", 1, "bytes that come twice", 1));
  }

  @Test
  void an_ack_comes_once_unless_it_was_asked_for() {
    Segment ack = segment(SERVER, "1:1 ack 51 win 9", 201);
    assertThat(faults(ack, ack)).isEqualTo(Map.of("ACK that comes twice", 1));
    assertThat(faults(ack, segment(SERVER, "1:1 ack 51 win 10", 202))).isEmpty();
    Segment request = segment(CLIENT, "1:51 ack 1 win 64", 101);
    Segment probe = segment(CLIENT, "50:50 ack 1 win 64", 102);
    assertThat(faults(request, ack, probe, ack, probe, ack)).isEmpty();
    assertThat(faults(request, ack, probe, ack, ack)).isEqualTo(Map.of("ACK that comes twice", 1));
  }

  @Test
  void other_connections_are_left_out() {
    assertThat(ClientTrace.of(List.of(SYN, SYN_ACK), List.of(PORT + 1)).connections()).isZero();
  }

  @Test
  void only_what_is_beyond_the_control_run_counts() {
    ClientTrace control = trace(Map.of("reset", 2, "retransmission", 1));
    ClientTrace moved = trace(Map.of("reset", 3, "retransmission", 1));
    assertThat(moved.faultsBeyond(control)).isEqualTo(Map.of("reset", 1));
  }

  @Test
  void a_shape_tells_direction_ip_header_and_options() {
    Segment ack = segment(CLIENT, "1:1 ack 1 win 1", 1);
    assertThat(ClientTrace.of(List.of(SYN_ACK, ack), List.of(PORT)).shapes())
        .containsExactly(
            "client's ACK: TTL 64, options 1,1,8",
            "server's SYN: TTL 63, options 2,4,8,1,3, MSS 1460");
  }

  @Test
  void the_error_of_the_server_s_clock_is_told_in_milliseconds() {
    // A segment is captured 100 us after the one before, and the clock goes on by 3 ms.
    ClientTrace trace =
        ClientTrace.of(
            List.of(
                at(1_000, segment(SERVER, "1:2 ack 1 win 9", 500)),
                at(1_100, segment(SERVER, "2:3 ack 1 win 9", 503))),
            List.of(PORT));
    assertThat(trace.clockError()).isEqualTo(2.9);
  }

  private static Map<String, Integer> faults(Segment... segments) {
    return ClientTrace.of(List.of(segments), List.of(PORT)).faults();
  }

  private static ClientTrace trace(Map<String, Integer> faults) {
    return new ClientTrace(faults, Set.of(), List.of(), 1);
  }

  private static Segment syn(boolean fromServer, @Nullable Integer scale, int clock) {
    int flags = fromServer ? Segment.SYN | Segment.ACK : Segment.SYN;
    return new Segment(
        0,
        PORT,
        fromServer,
        ip(fromServer),
        flags,
        0,
        1,
        0,
        65_160,
        clock,
        "2,4,8,1,3",
        ", MSS 1460",
        scale,
        Set.of());
  }

  private static Segment segment(boolean fromServer, String line, int clock) {
    return segment(fromServer, Segment.ACK, line, clock, Set.of());
  }

  /** A segment of the form {@code FROM:TO ack NUMBER win WINDOW}. */
  private static Segment segment(
      boolean fromServer, int flags, String line, @Nullable Integer clock, Set<String> remarks) {
    String[] words = line.split("[: ]", -1);
    int from = Integer.parseInt(words[0]);
    return new Segment(
        0,
        PORT,
        fromServer,
        ip(fromServer),
        flags,
        from,
        Integer.parseInt(words[3]),
        Integer.parseInt(words[1]) - from,
        Integer.parseInt(words[5]),
        clock,
        "1,1,8",
        "",
        null,
        remarks);
  }

  private static Segment at(long micros, Segment segment) {
    return new Segment(
        micros,
        segment.clientPort(),
        segment.fromServer(),
        segment.ip(),
        segment.flags(),
        segment.sequence(),
        segment.acknowledgment(),
        segment.length(),
        segment.window(),
        segment.timestamp(),
        segment.options(),
        segment.values(),
        segment.windowScale(),
        segment.remarks());
  }

  private static String ip(boolean fromServer) {
    return "TTL " + (fromServer ? 63 : 64);
  }
}
