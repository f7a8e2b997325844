package dev.mignet.apache.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TransferTest {

  @Test
  void a_report_of_curl_is_read() {
    assertThat(Transfer.parse("200 1 41234 0.001234 0.427009 c\n", true))
        .isEqualTo(new Transfer(200, 1, 41234, 1234, 427_009, "c", true));
  }

  @Test
  void a_server_that_does_not_name_its_node_has_an_empty_name() {
    assertThat(Transfer.parse("404 0 41234 0.000100 0.000100 ", true).node()).isEmpty();
  }

  @Test
  void only_an_intact_200_has_succeeded() {
    assertThat(Transfer.parse("200 1 1 0 0 c", true).succeeded()).isTrue();
    assertThat(Transfer.parse("200 1 1 0 0 c", false).succeeded()).isFalse();
    assertThat(Transfer.parse("503 1 1 0 0 c", true).succeeded()).isFalse();
  }

  @Test
  void anything_else_is_refused() {
    assertThatThrownBy(() -> Transfer.parse("curl: (7)", true))
        .hasMessage("not a report of curl: \"curl: (7)\"");
  }
}
