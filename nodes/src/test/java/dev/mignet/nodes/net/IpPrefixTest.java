package dev.mignet.nodes.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
  @Test
  void an_address_without_length_is_a_single_host() {
    assertThat(IpPrefix.parse("10.9.100.1")).hasToString("10.9.100.1/32");
    assertThat(IpPrefix.parse("fd00::1").length()).isEqualTo(128);
  }

  @Test
  void host_bits_are_kept() {
    assertThat(IpPrefix.parse("10.9.2.11/24")).hasToString("10.9.2.11/24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.9.2/24",
        "10.9.2.256/24",
        "10.9.2.1/33",
        "10.9.2.1/x",
        "10.9.2.1/-1",
        "::g/64"
      })
  void nonsense_is_refused_without_asking_the_name_service(String text) {
    assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_mac_address_reads_and_prints_alike() {
    assertThat(MacAddress.parse("02:00:00:0a:00:ff")).hasToString("02:00:00:0a:00:ff");
    assertThat(MacAddress.parse("02:00:00:0a:00:ff").bytes()).containsExactly(2, 0, 0, 10, 0, 0xff);
    assertThatThrownBy(() -> MacAddress.parse("02:00")).hasMessage("not a MAC address: 02:00");
  }
}
