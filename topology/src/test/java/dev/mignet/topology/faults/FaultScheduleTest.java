package dev.mignet.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.faults.FaultSchedule.Due;
import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.testing.Topologies;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

  private static final String NODES =
      """
      name: t
      nodes: { a: , b: , c: }
      links: [{ endpoints: ["a:e0", "b:e0"], delay: 1 ms }]
      networks: { n: { members: ["a:e1", "c:e1"] } }
      """;

  private static final Lab LAB = Topologies.read(NODES);

  private static List<String> of(String faults) {
    return texts(
        new FaultSchedule(LAB, Topologies.read(NODES + "faults:\n" + faults).faults(), 1).left());
  }

  private static Fault fault(long at, long within, String node) {
    return new Fault(
        Duration.ofMillis(at),
        Duration.ofMillis(within),
        Duration.ZERO,
        new Fault.Kill(node, "daemon"));
  }

  private static List<String> texts(List<Due> due) {
    return due.stream().map(one -> one.at().toMillis() + " " + one.effect().text()).toList();
  }

  @Test
  void faults_are_taken_when_they_are_due_and_once() {
    FaultSchedule schedule =
        new FaultSchedule(
            LAB, List.of(fault(500, 0, "b"), fault(100, 0, "a"), fault(500, 0, "c")), 1);

    assertThat(schedule.next()).contains(Duration.ofMillis(100));
    assertThat(schedule.takeDue(Duration.ofMillis(99))).isEmpty();
    assertThat(texts(schedule.takeDue(Duration.ofMillis(100))))
        .containsExactly("100 kill daemon of a");
    assertThat(schedule.next()).contains(Duration.ofMillis(500));
    assertThat(texts(schedule.takeDue(Duration.ofSeconds(9))))
        .containsExactly("500 kill daemon of b", "500 kill daemon of c");
    assertThat(schedule.next()).isEmpty();
    assertThat(schedule.takeDue(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void the_same_seed_gives_the_same_times_and_another_gives_others() {
    List<Fault> faults = IntStream.range(0, 20).mapToObj(i -> fault(1000, 2000, "n" + i)).toList();

    List<String> times = texts(new FaultSchedule(LAB, faults, 7).left());

    assertThat(times).isEqualTo(texts(new FaultSchedule(LAB, faults, 7).left()));
    assertThat(times).isNotEqualTo(texts(new FaultSchedule(LAB, faults, 8).left()));
    assertThat(new FaultSchedule(LAB, faults, 7).left())
        .allSatisfy(
            due -> assertThat(due.at()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3)));
  }

  @Test
  void an_offset_given_to_one_fault_does_not_move_the_others() {
    List<Fault> few = List.of(fault(0, 0, "a"), fault(0, 1000, "b"));
    List<Fault> more = List.of(fault(0, 1000, "a"), fault(0, 1000, "b"));

    assertThat(texts(new FaultSchedule(LAB, more, 7).left()))
        .contains(texts(new FaultSchedule(LAB, few, 7).left()).get(1));
  }

  @Test
  void a_fault_that_lasts_has_its_end_in_the_schedule() {
    assertThat(
            of(
                """
                - { at: 1 s, for: 3 s, link: "a:e0", state: down }
                - { at: 2 s, for: 1 s, link: "c:e1", loss: 2 %, rate: 10 Mbit }
                - { at: 3 s, for: 4 s, link: "b:e0", loss: 1 %, back: { delay: 20 ms } }
                - { at: 9 s, link: "c:e1", forward: { corrupt: 0.5 % } }
                """))
        .containsExactly(
            "1000 link a:e0 down",
            "2000 link c:e1 rate 10 Mbit, loss 2 %",
            "3000 link c:e1 rate, loss as in the file",
            "3000 link b:e0 forward loss 1 %, back delay 20 ms, loss 1 %",
            "4000 link a:e0 up",
            "7000 link b:e0 forward loss, back delay, loss as in the file",
            "9000 link c:e1 forward corrupt 0.5 %");
  }

  @Test
  void what_a_later_fault_has_set_is_not_ended_by_an_earlier_one_at_whichever_end() {
    assertThat(
            of(
                """
                - { at: 1 s, for: 9 s, link: "a:e0", loss: 1 %, delay: 5 ms }
                - { at: 2 s, link: "b:e0", loss: 3 % }
                - { at: 3 s, for: 2 s, link: "c:e1", state: down }
                - { at: 5 s, for: 2 s, link: "c:e1", state: down }
                - { at: 6 s, for: 9 s, link: "a:e1", forward: { loss: 1 % } }
                - { at: 7 s, for: 1 s, link: "c:e1", back: { loss: 1 % } }
                """))
        .containsExactly(
            "1000 link a:e0 delay 5 ms, loss 1 %",
            "2000 link b:e0 loss 3 %",
            "3000 link c:e1 down",
            "5000 link c:e1 down",
            "6000 link a:e1 forward loss 1 %",
            "7000 link c:e1 up",
            "7000 link c:e1 back loss 1 %",
            "8000 link c:e1 back loss as in the file",
            "10000 link a:e0 delay as in the file",
            "15000 link a:e1 forward loss as in the file");
  }
}
