package dev.mignet.topology.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpPrefix;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.9.2.1, 10.9.2.1",
    "FD00:9:0:0:0:0:0:1, fd00:9::1",
    "fd00:0:0:1:0:0:0:1, fd00:0:0:1::1",
    "fd00:1:0:2:3:4:5:6, fd00:1:0:2:3:4:5:6",
    "0:0:0:0:0:0:0:1, ::1",
    "fd00:1:2:3:4:5:0:0, fd00:1:2:3:4:5::",
    "0:0:0:0:0:0:0:0, ::"
  })
  void an_address_is_written_as_people_do(String written, String text) throws Exception {
    assertThat(IpPrefix.text(InetAddress.getByName(written))).isEqualTo(text);
  }

  @Test
  void subnets_of_both_families_hold_and_number_their_hosts() throws Exception {
    Cidr subnet = new Cidr(InetAddress.getByName("fd00:9:2::"), 64);

    assertThat(new Cidr(subnet.host(0x1ff), 64)).hasToString("fd00:9:2::1ff/64");
    assertThat(subnet.contains(subnet.host(7))).isTrue();
    assertThat(subnet.contains(InetAddress.getByName("fd00:9:3::1"))).isFalse();
    assertThat(subnet.contains(InetAddress.getByName("10.0.0.1"))).isFalse();
    assertThat(new Cidr(InetAddress.getByName("10.1.2.3"), 16).network())
        .hasToString("10.1.0.0/16");
  }
}
