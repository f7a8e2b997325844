package dev.mignet.tcpmig.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldReaderTest {
  private final FieldReader fields = new FieldReader();

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 12', 12",
    "'CONTENT-LENGTH:12', 12",
    "'content-length:\t 12 \t', 12",
    "'Content-Length: 0', 0",
    "'Content-Length: 0000000012', 12",
    "'Content-Length: 1073741824', 1073741824",
    "'X-Content-Length: 12', -1",
    "'Content-Length2: 12', -1",
    "'Content-Length : 12', -1",
    "'Host: Content-Length: 12', -1",
  })
  void a_content_length_is_read_whatever_its_case_and_blanks(String field, long length) {
    assertThat(read(field)).isTrue();
    assertThat(fields.contentLength()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length:",
        "Content-Length: +12",
        "Content-Length: -1",
        "Content-Length: 0x12",
        "Content-Length: 12, 12",
        "Content-Length: 1 2",
        "Content-Length: \u0661\u0662",
        "Content-Length: 1073741825",
        "Content-Length: 99999999999",
        "Content-Length: 12\r\nContent-Length: 13",
      })
  void a_malformed_contradictory_or_huge_length_is_refused(String lines) {
    assertThat(read(lines)).isFalse();
  }

  @Test
  void the_same_length_twice_is_no_contradiction() {
    assertThat(read("Content-Length: 12\r\nContent-Length: 12")).isTrue();
    assertThat(fields.contentLength()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({
    "'Transfer-Encoding: chunked', true",
    "'transfer-encoding: gzip, CHUNKED', true",
    "'Transfer-Encoding: identity', false",
    "'TE: chunked', false",
  })
  void chunked_is_a_transfer_encoding(String field, boolean chunked) {
    assertThat(read(field)).isTrue();
    assertThat(fields.chunked()).isEqualTo(chunked);
  }

  @Test
  void chunked_holds_whatever_the_next_field_says() {
    assertThat(read("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")).isTrue();
    assertThat(fields.chunked()).isTrue();
  }

  @Test
  void nothing_is_left_of_the_head_before() {
    read("Content-Length: 12\r\nTransfer-Encoding: chunked");
    assertThat(read("Host: www")).isTrue();
    assertThat(fields.contentLength()).isEqualTo(-1);
    assertThat(fields.chunked()).isFalse();
  }

  @Test
  void fields_behind_the_empty_line_are_the_body_s() {
    byte[] head = Segments.bytes("GET / HTTP/1.1\r\n\r\nContent-Length: 12\r\n\r\n");
    assertThat(fields.read(head, head.length)).isTrue();
    assertThat(fields.contentLength()).isEqualTo(-1);
  }

  private boolean read(String lines) {
    byte[] head = Segments.bytes("GET / HTTP/1.1\r\n" + lines + "\r\n\r\n");
    return fields.read(head, head.length);
  }
}
