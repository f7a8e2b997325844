package dev.mignet.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.topology.faults.FaultSchedule.Due;
import dev.mignet.topology.model.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

  private static Fault fault(long at, long within, String node) {
    return new Fault(
        Duration.ofMillis(at), Duration.ofMillis(within), new Fault.Kill(node, "daemon"));
  }

  private static List<String> texts(List<Due> due) {
    return due.stream().map(one -> one.at().toMillis() + " " + one.effect().text()).toList();
  }

  @Test
  void faults_are_taken_when_they_are_due_and_once() {
    FaultSchedule schedule =
        new FaultSchedule(List.of(fault(500, 0, "b"), fault(100, 0, "a"), fault(500, 0, "c")), 1);

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

    List<String> times = texts(new FaultSchedule(faults, 7).left());

    assertThat(times).isEqualTo(texts(new FaultSchedule(faults, 7).left()));
    assertThat(times).isNotEqualTo(texts(new FaultSchedule(faults, 8).left()));
    assertThat(new FaultSchedule(faults, 7).left())
        .allSatisfy(
            due -> assertThat(due.at()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3)));
  }

  @Test
  void an_offset_given_to_one_fault_does_not_move_the_others() {
    List<Fault> few = List.of(fault(0, 0, "a"), fault(0, 1000, "b"));
    List<Fault> more = List.of(fault(0, 1000, "a"), fault(0, 1000, "b"));

    assertThat(texts(new FaultSchedule(more, 7).left()))
        .contains(texts(new FaultSchedule(few, 7).left()).get(1));
  }
}
