package dev.mignet.topology.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.san.LinkProfile;
import dev.mignet.topology.fidelity.Counters.Machine;
import dev.mignet.topology.fidelity.Counters.Node;
import dev.mignet.topology.fidelity.Counters.WireEnd;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A lab of a node {@code a} with a wire of 1 Mbit/s, looked at for ten seconds. */
class JudgeTest {

  private static final Machine MACHINE = new Machine(50_000, 10_000, 10, 5_000_000L);
  private static final Node A = new Node("a", 100, 10, 20_000, 1, 3_000_000L, 1000, 0);
  private static final WireEnd WIRE = new WireEnd("a:eth0", 1_000_000, 500, 5, 3, 0);

  private static final Machine LATER = new Machine(60_000, 12_000, 10, 5_000_000L);

  private static Verdict judge(Machine machine, Node node, WireEnd wire) {
    Counters before = new Counters(MACHINE, List.of(A), List.of(WIRE));
    return Judge.judge(before, new Counters(machine, List.of(node), List.of(wire)));
  }

  private static Verdict node(
      long periods, long throttled, long killed, @Nullable Long pressure, long queued, long lost) {
    return judge(
        LATER, new Node("a", periods, throttled, 20_000, killed, pressure, queued, lost), WIRE);
  }

  private static Verdict wire(long bytes, long packets, long drops, long backlog) {
    return judge(LATER, A, new WireEnd("a:eth0", 1_000_000, bytes, packets, drops, backlog));
  }

  private static void assertReason(Verdict verdict, Level level, String text) {
    assertThat(verdict.reasons()).extracting(Verdict.Reason::text).containsExactly(text);
    assertThat(verdict.level()).isEqualTo(level);
    assertThat(verdict.reasons().get(0).value())
        .isGreaterThan(verdict.reasons().get(0).threshold());
  }

  @Test
  void a_lab_that_nothing_happened_to_is_valid() {
    Verdict verdict = judge(LATER, A, WIRE);

    assertThat(verdict).isEqualTo(new Verdict(Level.VALID, 10, List.of(), List.of()));
    assertThat(verdict.lines("lab x")).containsExactly("fidelity of lab x over 10.0 s: valid");
  }

  @Test
  void processes_that_wait_for_a_processor_spoil_it() {
    assertThat(node(100, 10, 1, 3_900_000L, 1000, 0).level()).isEqualTo(Level.VALID);
    assertReason(
        node(100, 10, 1, 4_500_000L, 1000, 0),
        Level.DEGRADED,
        "processes of a waited for a processor 15 % of the time (degraded above 10 %)");
    assertReason(
        node(100, 10, 1, 6_420_000L, 1000, 0),
        Level.INVALID,
        "processes of a waited for a processor 34.2 % of the time (invalid above 30 %)");
  }

  @Test
  void waiting_in_a_period_whose_share_is_used_up_is_no_fault_of_the_machine() {
    // 400 throttled periods of 20 ms are 8 s; of 7.5 s of waiting nothing is left
    assertReason(
        node(600, 410, 1, 10_500_000L, 1000, 0),
        Level.DEGRADED,
        "a had used up its `cpu` in 80 % of the periods, and stood still for the rest (degraded"
            + " above 10 %)");
    assertThat(node(5100, 410, 1, 14_000_000L, 1000, 0).reasons())
        .singleElement()
        .extracting(Verdict.Reason::value)
        .isEqualTo(0.3);
  }

  @Test
  void without_pressure_by_node_that_of_the_machine_counts() {
    Counters before = new Counters(MACHINE, List.of(), List.of());
    Machine busy = new Machine(60_000, 12_000, 10, 9_000_000L);

    assertReason(
        Judge.judge(before, new Counters(busy, List.of(), List.of())),
        Level.INVALID,
        "some process of this machine waited for a processor 40 % of the time (invalid above 30"
            + " %)");
  }

  @Test
  void a_kernel_that_tells_no_pressure_is_named() {
    Counters before = new Counters(new Machine(0, 0, 0, null), List.of(), List.of());
    Counters after = new Counters(new Machine(10_000, 2000, 0, null), List.of(), List.of());

    assertThat(Judge.judge(before, after).lines("lab x"))
        .containsExactly(
            "fidelity of lab x over 10.0 s: valid",
            "  not seen: CPU pressure (this kernel has no /proc/pressure: boot it with psi=1)");
  }

  @Test
  void shares_of_less_than_a_second_are_not_judged() {
    Verdict verdict = judge(new Machine(50_500, 10_100, 60, 9_000_000L), A, WIRE);

    assertThat(verdict.level()).isEqualTo(Level.VALID);
    assertThat(verdict.unseen()).containsExactly("CPU pressure and steal (of less than a second)");
  }

  @Test
  void what_the_hypervisor_takes_spoils_it() {
    assertReason(
        judge(new Machine(60_000, 12_000, 25, 5_000_000L), A, WIRE),
        Level.DEGRADED,
        "the hypervisor took 0.75 % of the processors' time (degraded above 0.5 %)");
    assertReason(
        judge(new Machine(60_000, 12_000, 60, 5_000_000L), A, WIRE),
        Level.INVALID,
        "the hypervisor took 2.5 % of the processors' time (invalid above 1 %)");
  }

  @Test
  void a_process_that_had_to_go_spoils_it() {
    assertReason(
        node(100, 10, 2, 3_000_000L, 1000, 0),
        Level.INVALID,
        "1 processes of a were killed for want of `memory` (invalid above 0)");
  }

  @Test
  void packets_that_the_daemon_never_saw_spoil_it() {
    assertReason(
        node(100, 10, 1, 3_000_000L, 11_000, 5),
        Level.DEGRADED,
        "5 packets, 0.05 %, did not reach the daemon of a (degraded above 0 %)");
    assertReason(
        node(100, 10, 1, 3_000_000L, 11_000, 100),
        Level.INVALID,
        "100 packets, 1 %, did not reach the daemon of a (invalid above 0.1 %)");
  }

  @Test
  void packets_that_find_no_room_on_a_wire_spoil_it() {
    assertThat(wire(1000, 12, 12, 0).level()).as("9 lost may be chance").isEqualTo(Level.VALID);
    assertThat(wire(1000, 9905, 13, 0).level()).as("0.1 %").isEqualTo(Level.VALID);
    assertReason(
        wire(1000, 493, 15, 0),
        Level.DEGRADED,
        "12 packets, 2.4 %, found no room in the queue of a:eth0 (degraded above 1 %)");
    assertReason(
        wire(1000, 65, 43, 0),
        Level.INVALID,
        "40 packets, 40 %, found no room in the queue of a:eth0 (invalid above 10 %)");
  }

  @Test
  void a_queue_that_takes_long_to_empty_is_told() {
    assertReason(
        wire(500, 5, 3, 25_000),
        Level.DEGRADED,
        "the queue of a:eth0 holds what takes 0.2 s to leave (degraded above 0.1 s)");
  }

  @Test
  void a_wire_that_is_faster_than_it_may_be_spoils_it() {
    assertThat(wire(1_250_500 + (1 << 20), 900, 3, 0).level()).isEqualTo(Level.VALID);
    assertReason(
        wire(1_375_500 + (1 << 20), 900, 3, 0),
        Level.INVALID,
        "a:eth0 was 10 % faster than its 1 Mbit (invalid above 1 %)");
  }

  @Test
  void a_wire_that_was_made_slower_may_have_been_as_fast_as_before() {
    WireEnd slower = new WireEnd("a:eth0", 100_000, 1_250_500 + (1 << 20), 900, 3, 0);
    assertThat(judge(LATER, A, slower).level()).isEqualTo(Level.VALID);

    Counters faster =
        new Counters(MACHINE, List.of(A), List.of(WIRE))
            .withRates(Map.of("a:eth0", 2_000_000L, "b:eth0", LinkProfile.UNLIMITED));
    assertThat(faster.wires())
        .containsExactly(
            new WireEnd("a:eth0", 2_000_000, 500, 5, 3, 0), new WireEnd("b:eth0", 0, 0, 0, 0, 0));
    List<WireEnd> sent =
        List.of(
            new WireEnd("a:eth0", 100_000, 2_500_500 + (1 << 20), 1800, 3, 0),
            new WireEnd("b:eth0", 100_000, 1 << 30, 900_000, 0, 0));
    assertThat(Judge.judge(faster, new Counters(LATER, List.of(A), sent)).level())
        .isEqualTo(Level.VALID);
    assertThat(faster.withRates(Map.of("a:eth0", 1_000_000L))).isEqualTo(faster);
  }

  @Test
  void a_counter_that_went_back_has_begun_anew() {
    // packets and drops from 0 on
    assertReason(
        wire(100, 4, 43, 0),
        Level.INVALID,
        "40 packets, 90.9 %, found no room in the queue of a:eth0 (invalid above 10 %)");
  }

  @Test
  void the_worst_reason_comes_first() {
    Verdict verdict =
        judge(
            new Machine(60_000, 12_000, 25, 5_000_000L),
            new Node("a", 100, 10, 20_000, 4, 3_000_000L, 1000, 0),
            WIRE);

    assertThat(verdict.lines("lab x"))
        .containsExactly(
            "fidelity of lab x over 10.0 s: invalid",
            "  3 processes of a were killed for want of `memory` (invalid above 0)",
            "  the hypervisor took 0.75 % of the processors' time (degraded above 0.5 %)");
  }

  @Test
  void what_was_not_there_before_has_begun_at_0() {
    Counters before = new Counters(MACHINE, List.of(), List.of());
    Counters after = new Counters(LATER, List.of(A), List.of(WIRE));

    assertThat(Judge.judge(before, after).reasons())
        .extracting(Verdict.Reason::measure)
        .containsExactly(Measure.KILLED, Measure.CPU_PRESSURE);
  }
}
