package dev.mignet.tcpmig.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseStreamTest {
  private static final int START = 0xfffffff0; // sequence numbers wrap inside the first head
  private static final String LENGTH_100 = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final RequestStream requests = new RequestStream();
  private final ResponseStream responses = new ResponseStream();

  ResponseStreamTest() {
    requests.start(1);
    responses.start();
  }

  @Test
  void nothing_asked_is_nothing_owed() {
    assertThat(responses.complete(0, START)).isTrue();
    assertThat(responses.complete(1, START)).isFalse();
  }

  @Test
  void a_response_by_content_length_is_complete_at_its_last_byte() {
    begins(START, LENGTH_100);
    int end = START + LENGTH_100.length() + 100;
    assertThat(responses.complete(1, end - 1)).isFalse();
    assertThat(responses.complete(1, end)).isTrue();
    assertThat(responses.complete(2, end)).isFalse();
  }

  @Test
  void the_head_may_come_with_a_part_of_the_body() {
    begins(START, LENGTH_100 + "body");
    int end = START + LENGTH_100.length() + 100;
    assertThat(responses.complete(1, end - 1)).isFalse();
    assertThat(responses.complete(1, end)).isTrue();
  }

  @Test
  void a_chunked_response_is_complete_when_its_end_was_seen() {
    begins(START, CHUNKED);
    assertThat(responses.complete(1, START + 10_000)).isFalse();
    responses.mayEndChunks(START + 500);
    assertThat(responses.complete(1, START + 499)).isFalse();
    assertThat(responses.complete(1, START + 500)).isTrue();
  }

  @Test
  void a_chunked_response_may_begin_and_end_in_one_segment() {
    begins(START, CHUNKED + "0\r\n\r\n");
    responses.mayEndChunks(START + CHUNKED.length() + 5);
    assertThat(responses.complete(1, START + CHUNKED.length() + 5)).isTrue();
  }

  @Test
  void the_end_of_chunks_before_a_response_or_outside_one_means_nothing() {
    responses.mayEndChunks(START);
    assertThat(responses.complete(0, START)).isTrue();
    begins(START, CHUNKED);
    responses.mayEndChunks(START - 7);
    assertThat(responses.complete(1, START + 1000)).isFalse();
  }

  @Test
  void a_response_to_head_has_no_body() {
    Segments.pass(requests, 1, "HEAD / HTTP/1.1\r\n\r\n");
    begins(START, LENGTH_100);
    assertThat(responses.complete(1, START + LENGTH_100.length())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      })
  void a_response_without_a_body_ends_with_its_head(String head) {
    begins(START, head);
    assertThat(responses.complete(1, START + head.length() - 1)).isFalse();
    assertThat(responses.complete(1, START + head.length())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
  void an_interim_response_is_no_response(String status) {
    begins(START, "HTTP/1.1 " + status + "\r\n\r\n");
    assertThat(responses.complete(0, START + 25)).isTrue();
    assertThat(responses.complete(1, START + 25)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\n\r\n", // until the connection closes
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Cut: by the copy's ran",
        "HTTP/1.1 200 OK\r\nContent-Length: 1OO\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n",
      })
  void a_response_whose_end_cannot_be_told_is_never_complete(String head) {
    begins(START, head);
    assertThat(responses.complete(1, START + 1_000_000)).isFalse();
    begins(START + 1_000_000, LENGTH_100);
    assertThat(responses.complete(2, START + 2_000_000)).isFalse();
  }

  @Test
  void a_retransmitted_beginning_is_not_counted_again() {
    begins(START, LENGTH_100);
    begins(START, LENGTH_100);
    int end = START + LENGTH_100.length() + 100;
    assertThat(responses.complete(1, end)).isTrue();
    begins(end, LENGTH_100);
    begins(START, LENGTH_100);
    assertThat(responses.complete(2, end + LENGTH_100.length() + 100)).isTrue();
  }

  @Test
  void a_body_that_looks_like_a_response_is_none() {
    begins(START, LENGTH_100);
    begins(START + LENGTH_100.length() + 20, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    int end = START + LENGTH_100.length() + 100;
    assertThat(responses.complete(2, end)).isFalse(); // the second request is still being served
    assertThat(responses.complete(1, end)).isTrue();
  }

  @Test
  void a_chunk_that_looks_like_a_response_is_none() {
    begins(START, CHUNKED);
    begins(START + 200, LENGTH_100);
    responses.mayEndChunks(START + 500);
    assertThat(responses.complete(2, START + 500)).isFalse();
    assertThat(responses.complete(1, START + 500)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 20", "HTTP/2.0 200 OK\r\n\r\n", "HTTPS/1.1 200\r\n\r\n"})
  void what_begins_otherwise_is_no_response(String text) {
    begins(START, text);
    assertThat(responses.complete(0, START)).isTrue();
  }

  @Test
  void a_stream_can_start_anew() {
    begins(START, "HTTP/1.0 200 OK\r\n\r\n");
    responses.start();
    assertThat(responses.complete(0, START)).isTrue();
    begins(START - 1000, LENGTH_100); // any number may be the first
    assertThat(responses.complete(1, START - 1000 + LENGTH_100.length() + 100)).isTrue();
  }

  private void begins(int sequence, String text) {
    Segments.begins(responses, sequence, text, requests);
  }
}
