package dev.mignet.tcpmig.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {
  private final ChunkedBody body = new ChunkedBody();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\r\n\r\n",
        "5\r\nabcde\r\n0\r\n\r\n",
        "5  \r\nabcde\r\n0\r\n\r\n",
        "5;name=\"value\"\r\nabcde\r\n00\r\n\r\n",
        "A\r\n0123456789\r\n0\r\nDigest: x\r\nOther: y\r\n\r\n",
        "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n",
        "1\nx\n0\n\n",
      })
  void a_body_ends_at_its_last_byte_however_it_is_cut(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(Segments.bytes(text + "GET /"));
    for (int cut = 0; cut <= text.length(); cut++) {
      body.start();
      int first = body.read(bytes, 0, cut);
      int end = first >= 0 ? first : body.read(bytes, cut, bytes.limit());
      assertThat(end).as("cut at %d", cut).isEqualTo(text.length());
      assertThat(body.malformed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "x\r\n",
        ";name\r\n",
        "-1\r\n",
        "0x5\r\n",
        "\u00b2\r\n",
        "5\r\nabcdef\r\n",
        "ffffffffffffffff\r\n",
      })
  void what_is_no_chunked_body_is_malformed(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(Segments.bytes(text));
    body.start();
    assertThat(body.read(bytes, 0, bytes.limit())).isNegative();
    assertThat(body.malformed()).isTrue();
  }
}
