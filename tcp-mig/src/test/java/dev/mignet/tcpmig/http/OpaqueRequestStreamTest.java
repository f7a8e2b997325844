package dev.mignet.tcpmig.http;

import static dev.mignet.tcpmig.http.RequestStream.Offer.DECIDE;
import static dev.mignet.tcpmig.http.RequestStream.Offer.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be followed: the connection stays where it is. */
class OpaqueRequestStreamTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: www\r\n\r\n";

  private final RequestStream stream = new RequestStream();

  OpaqueRequestStreamTest() {
    stream.start(1000);
  }

  @Test
  void a_gap_makes_the_stream_opaque() {
    assertThat(Segments.offer(stream, 1001, GET)).isEqualTo(PASS);
    assertThat(stream.opaque()).isTrue();
    assertThat(Segments.offer(stream, 1000, GET)).isEqualTo(PASS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001", // TLS
        "SSH-2.0-OpenSSH_9.2p1\r\n",
        " GET / HTTP/1.1\r\n",
        "\r\nGET / HTTP/1.1\r\n",
        "get / HTTP/1.1\r\n",
        "GET/ HTTP/1.1\r\n",
        "GET\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP\r\n",
        "GET / FTP/1.1\r\n",
        "GET /\r\n",
        "AMETHODLONGERTHANANYOFTHEM / HTTP/1.1\r\n",
        "AMETHODLONGERTHANANYOFTHEM",
        "12345",
        "\0",
      })
  void what_is_no_http_makes_the_stream_opaque(String text) {
    assertThat(Segments.pass(stream, 1000, text)).isEqualTo(PASS);
    assertThat(stream.opaque()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nno chunk",
        "CONNECT www:443 HTTP/1.1\r\nHost: www:443\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 2147483648\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
      })
  void a_request_whose_end_cannot_be_told_is_decided_and_then_makes_the_stream_opaque(String text) {
    assertThat(Segments.offer(stream, 1000, text)).isEqualTo(DECIDE);
    assertThat(stream.opaque()).isFalse();
    stream.pass();
    assertThat(stream.opaque()).isTrue();
  }

  @Test
  void a_request_line_that_never_ends_makes_the_stream_opaque() {
    String part = "GET /" + "x".repeat(1000 - 5);
    int sequence = 1000;
    for (int sent = 0; sent < RequestStream.MAX_HEAD; sent += 1000) {
      assertThat(stream.opaque()).as("after %d bytes", sent).isFalse();
      assertThat(Segments.pass(stream, sequence, sent == 0 ? part : "x".repeat(1000)))
          .isEqualTo(PASS);
      sequence += 1000;
    }
    assertThat(stream.opaque()).isTrue();
  }

  @Test
  void a_head_that_never_ends_makes_the_stream_opaque() {
    assertThat(Segments.pass(stream, 1000, "GET / HTTP/1.1\r\n")).isEqualTo(DECIDE);
    int sequence = 1016;
    while (!stream.opaque() && sequence - 1000 < 2 * RequestStream.MAX_HEAD) {
      assertThat(Segments.offer(stream, sequence, "X-Filler: 1234567\r\n")).isEqualTo(PASS);
      sequence += 19;
    }
    assertThat(sequence - 1000).isBetween(RequestStream.MAX_HEAD, RequestStream.MAX_HEAD + 19);
  }

  @Test
  void a_stream_can_be_made_opaque() {
    stream.makeOpaque();
    assertThat(Segments.offer(stream, 1000, GET)).isEqualTo(PASS);
    assertThat(stream.passed()).isZero();
  }

  @Test
  void bytes_at_random_never_make_it_fail() {
    Random random = new Random(9112);
    String alphabet =
        "GET /x HTTP/1.1\r\n\r\n: Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\0";
    for (int run = 0; run < 20_000; run++) {
      stream.start(1000);
      int sequence = 1000;
      for (int i = 0; i < 6; i++) {
        int from = random.nextInt(alphabet.length());
        String text = alphabet.substring(from, from + random.nextInt(alphabet.length() - from));
        Segments.pass(stream, sequence + random.nextInt(3) - 1, i == 0 ? "GET " + text : text);
        sequence += text.length();
      }
      assertThat(stream.pendingPassed()).isLessThanOrEqualTo(stream.pendingLength());
    }
  }
}
