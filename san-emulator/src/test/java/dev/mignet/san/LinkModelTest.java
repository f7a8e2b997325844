package dev.mignet.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LinkModelTest {
  private static final int MANY = 100_000;

  /** What came out of a packet. */
  private record Out(int packet, long at, boolean duplicate, int flippedBit) {}

  private static final class Settings {
    private Duration delay = Duration.ZERO;
    private Duration jitter = Duration.ZERO;
    private double loss;
    private double duplicate;
    private double reorder;
    private double corrupt;

    Impairments build() {
      return new Impairments(delay, jitter, loss, duplicate, reorder, corrupt);
    }
  }

  @Test
  void a_lone_packet_takes_its_own_time_on_the_wire() {
    LinkModel model = new LinkModel(Profiles.ETHERNET_100, Impairments.NONE, 1);
    // 1500 + 14 + 24 bytes at 12.5 bytes a microsecond
    assertThat(put(model, 1500, 1_000_000)).containsExactly(new Out(0, 1_123_040, false, -1));
    // the smallest frame has 84 bytes
    assertThat(put(model, 29, 9_000_000)).containsExactly(new Out(0, 9_006_720, false, -1));
  }

  @Test
  void packets_back_to_back_leave_123_microseconds_apart() {
    LinkModel model = new LinkModel(Profiles.ETHERNET_100, Impairments.NONE, 1);
    List<Out> out = burst(model, 4, 1500);
    assertThat(out).extracting(Out::at).containsExactly(123_040L, 246_080L, 369_120L, 492_160L);
  }

  @Test
  void fractions_of_nanoseconds_are_not_lost() {
    LinkModel model =
        new LinkModel(Profiles.UNSHAPED.withRate(7_000_000_000L), Impairments.NONE, 1);
    List<Out> out = burst(model, 7_000, 986); // 1000 bytes with the header: 8000 / 7 ns each
    assertThat(out.get(6_999).at()).isEqualTo(8_000_000);
  }

  @Test
  void an_unlimited_wire_takes_no_time() {
    LinkModel model = new LinkModel(Profiles.UNSHAPED, Impairments.NONE, 1);
    assertThat(put(model, 1500, 77)).containsExactly(new Out(0, 77, false, -1));
  }

  @Test
  void the_delay_comes_after_the_time_on_the_wire() {
    Settings settings = new Settings();
    settings.delay = Duration.ofMillis(10);
    LinkModel model = new LinkModel(Profiles.ETHERNET_100, settings.build(), 1);
    assertThat(put(model, 1500, 0)).containsExactly(new Out(0, 10_123_040, false, -1));
  }

  @Test
  void jitter_is_uniform_around_the_delay() {
    Settings settings = new Settings();
    settings.delay = Duration.ofMillis(10);
    settings.jitter = Duration.ofMillis(2);
    List<Out> out = burst(unshaped(settings, 5), MANY, 100);
    assertThat(out).allMatch(o -> o.at() >= 8_000_000 && o.at() < 12_000_000);
    double mean = out.stream().mapToLong(Out::at).average().orElseThrow();
    assertThat(mean).isCloseTo(10e6, within(0.02e6)); // standard error 3.7 us
    for (int quarter = 0; quarter < 4; quarter++) {
      long from = 8_000_000 + quarter * 1_000_000L;
      long count = out.stream().filter(o -> o.at() >= from && o.at() < from + 1_000_000).count();
      assertThat(count / (double) MANY).isCloseTo(0.25, within(0.007)); // five standard errors
    }
  }

  @Test
  void a_jitter_beyond_the_delay_never_sends_into_the_past() {
    Settings settings = new Settings();
    settings.delay = Duration.ofMillis(1);
    settings.jitter = Duration.ofMillis(3);
    List<Out> out = burst(unshaped(settings, 5), MANY, 100);
    assertThat(out).allMatch(o -> o.at() >= 0 && o.at() < 4_000_000);
    assertThat(out.stream().filter(o -> o.at() == 0).count() / (double) MANY)
        .isCloseTo(1 / 3.0, within(0.008));
  }

  @Test
  void shares_are_kept() {
    Settings settings = new Settings();
    settings.delay = Duration.ofMillis(1);
    settings.loss = 0.01;
    settings.duplicate = 0.02;
    settings.reorder = 0.25;
    settings.corrupt = 0.05;
    List<Out> out = burst(unshaped(settings, 9), MANY, 100);
    long first = out.stream().filter(o -> !o.duplicate()).count();
    long second = out.size() - first;
    // lost and not doubled; doubled and lost none of the three times
    assertThat(1 - first / (double) MANY).isCloseTo(0.01 * 0.98, within(0.0016));
    assertThat(second / (double) MANY).isCloseTo(0.02 * 0.99 * 0.99, within(0.0023));
    assertThat(share(out, o -> o.at() == 0)).isCloseTo(0.25, within(0.007));
    assertThat(share(out, o -> o.flippedBit() >= 0)).isCloseTo(0.05, within(0.0035));
    assertThat(out).allMatch(o -> o.flippedBit() < 800);
  }

  @Test
  void a_reordered_packet_overtakes_those_that_are_delayed() {
    Settings settings = new Settings();
    settings.delay = Duration.ofMillis(10);
    settings.reorder = 0.5;
    LinkModel model = unshaped(settings, 3);
    List<Out> out = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int packet = i;
      model.put(100, i * 1_000L, (at, twice, bit) -> out.add(new Out(packet, at, twice, bit)));
    }
    assertThat(out)
        .allMatch(o -> o.at() == o.packet() * 1_000L || o.at() == o.packet() * 1_000L + 10_000_000);
    assertThat(out.stream().map(Out::at).distinct().count()).isEqualTo(100);
  }

  @Test
  void all_is_lost_at_a_loss_of_one_and_nothing_at_none() {
    Settings settings = new Settings();
    settings.loss = 1;
    assertThat(burst(unshaped(settings, 3), 1000, 100)).isEmpty();
    settings.loss = 0;
    assertThat(burst(unshaped(settings, 3), 1000, 100)).hasSize(1000);
  }

  @Test
  void what_is_lost_has_been_on_the_wire_nevertheless() {
    Settings settings = new Settings();
    settings.loss = 0.5;
    LinkModel model = new LinkModel(Profiles.ETHERNET_100, settings.build(), 4);
    List<Out> out = burst(model, 1000, 1500);
    assertThat(out).isNotEmpty().allMatch(o -> o.at() == (o.packet() + 1) * 123_040L);
  }

  @Test
  void the_same_seed_gives_the_same_fates_and_another_seed_others() {
    Settings settings = new Settings();
    settings.delay = Duration.ofMillis(5);
    settings.jitter = Duration.ofMillis(5);
    settings.loss = 0.1;
    settings.duplicate = 0.1;
    settings.corrupt = 0.1;
    List<Out> once = burst(unshaped(settings, 42), 1000, 500);
    assertThat(burst(unshaped(settings, 42), 1000, 500)).isEqualTo(once);
    assertThat(burst(unshaped(settings, 43), 1000, 500)).isNotEqualTo(once);
  }

  private static LinkModel unshaped(Settings settings, long seed) {
    return new LinkModel(Profiles.UNSHAPED, settings.build(), seed);
  }

  private static List<Out> put(LinkModel model, int length, long now) {
    List<Out> out = new ArrayList<>();
    model.put(length, now, (at, twice, bit) -> out.add(new Out(0, at, twice, bit)));
    return out;
  }

  /** All at time 0. */
  private static List<Out> burst(LinkModel model, int packets, int length) {
    List<Out> out = new ArrayList<>();
    for (int i = 0; i < packets; i++) {
      int packet = i;
      model.put(length, 0, (at, twice, bit) -> out.add(new Out(packet, at, twice, bit)));
    }
    return out;
  }

  private static double share(List<Out> all, Predicate<Out> which) {
    return all.stream().filter(which).count() / (double) all.size();
  }
}
