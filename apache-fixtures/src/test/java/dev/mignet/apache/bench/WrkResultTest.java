package dev.mignet.apache.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class WrkResultTest {

  /** As wrk 4.1.0 prints it. */
  private static final String HEAD =
      """
      Running 2s test @ http://10.9.100.1:80/class1/file0
        1 threads and 20 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.71ms    1.28ms  27.47ms   92.40%
          Req/Sec     9.55k   634.53    10.67k    71.43%
        19944 requests in 2.10s, 24.91MB read
      """;

  private static final String TAIL =
      """
      Requests/sec:   9497.21
      Transfer/sec:     11.86MB
      """;

  @Test
  void a_run_without_errors() {
    assertThat(WrkResult.parse(HEAD + TAIL)).isEqualTo(new WrkResult(19944, 9497.21, 0));
  }

  @Test
  void errors_of_sockets_and_of_statuses_are_added() {
    String errors =
        """
          Socket errors: connect 1, read 20, write 300, timeout 4000
          Non-2xx or 3xx responses: 50000
        """;
    assertThat(WrkResult.parse(HEAD + errors + TAIL).errors()).isEqualTo(54321);
  }

  @Test
  void anything_else_is_refused_with_what_it_was() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WrkResult.parse("unable to connect to 10.9.100.1:80\n"))
        .withMessageContaining("unable to connect");
  }
}
