package dev.mignet.topology.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListenersTest {

  private static final String LISTENS =
      "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 27 1";
  private static final String CONNECTED =
      "   1: 0100007F:1F90 0100007F:B1B2 01 00000000:00000000 00:00000000 00000000 0 0 28 1";

  @Test
  void only_a_socket_that_listens_at_the_port_counts() {
    assertThat(Listeners.isListener(LISTENS, 8080)).isTrue();
    assertThat(Listeners.isListener(LISTENS, 0x90)).isFalse();
    assertThat(Listeners.isListener(CONNECTED, 8080)).isFalse();
    assertThat(Listeners.isListener("  sl  local_address rem_address   st", 8080)).isFalse();
  }
}
