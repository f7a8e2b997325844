package dev.mignet.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.net.Tbf;
import org.junit.jupiter.api.Test;

class ShapingTest {
  @Test
  void a_100_megabit_link_is_shaped_frame_by_frame_with_the_overhead_counted() {
    Shaping shaping = Shaping.of(Profiles.ETHERNET_100);
    assertThat(shaping.gsoMaxSegments()).isEqualTo(1);
    assertThat(shaping.tbf()).contains(new Tbf(12_500_000, 4687, 151_400, 24, 84));
  }

  @Test
  void a_slow_link_still_lets_three_frames_through_at_once() {
    Tbf tbf = Shaping.of(Profiles.ETHERNET_100.withRate(1_000_000)).tbf().orElseThrow();
    assertThat(tbf.burst()).isEqualTo(3 * 1538);
    assertThat(tbf.bytesPerSecond()).isEqualTo(125_000);
  }

  @Test
  void a_larger_mtu_makes_burst_and_queue_larger() {
    Tbf tbf = Shaping.of(Profiles.ETHERNET_100.withMtu(9000)).tbf().orElseThrow();
    assertThat(tbf.burst()).isEqualTo(3 * 9038);
    assertThat(tbf.limit()).isEqualTo(100 * 9014);
  }

  @Test
  void myrinet_passes_super_packets_whole() {
    Shaping shaping = Shaping.of(Profiles.MYRINET_PCI64B);
    assertThat(shaping.gsoMaxSegments()).isEqualTo(65_535);
    assertThat(shaping.tbf()).contains(new Tbf(240_000_000, 131_072, 1_056_000, 0, 0));
  }

  @Test
  void where_super_packets_pass_the_rate_is_lowered_by_the_overheads_share() {
    Tbf tbf = Shaping.of(Profiles.ETHERNET_100.withRate(1_000_000_000)).tbf().orElseThrow();
    assertThat(tbf.bytesPerSecond()).isEqualTo(125_000_000L * 1514 / 1538);
    assertThat(tbf.overhead()).isZero();
    assertThat(tbf.burst()).isEqualTo(131_072);
  }

  @Test
  void the_burst_of_a_very_fast_link_covers_the_timers_lateness() {
    Tbf tbf = Shaping.of(Profiles.MYRINET_PCI64B.withRate(8_000_000_000L)).tbf().orElseThrow();
    assertThat(tbf.burst()).isEqualTo(375_000);
  }

  @Test
  void an_unlimited_link_has_no_token_bucket() {
    assertThat(Shaping.of(Profiles.UNSHAPED).tbf()).isEmpty();
    assertThat(Shaping.of(Profiles.ETHERNET_100.withRate(LinkProfile.UNLIMITED)).tbf()).isEmpty();
  }

  @Test
  void profiles_are_found_by_name() {
    assertThat(Profiles.names())
        .containsExactly("ethernet-100", "myrinet-pci64b", "myrinet-pci64c", "unshaped");
    assertThat(Profiles.find("myrinet-pci64c")).contains(Profiles.MYRINET_PCI64C);
    assertThat(Profiles.find("token-ring")).isEmpty();
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> Profiles.UNSHAPED.withRate(7))
        .hasMessage("rate of 7 bit/s is below 1 kbit/s");
    assertThatThrownBy(() -> Profiles.UNSHAPED.withMtu(67)).hasMessage("MTU 67 is not 68 to 65535");
  }
}
