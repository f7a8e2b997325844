package dev.mignet.tcpmig.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseStreamTest {
  private static final int START = 0xfffffff0; // sequence numbers wrap inside the first head
  private static final String LENGTH_100 = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String LAST_CHUNK = "0\r\n\r\n";

  private final RequestStream requests = new RequestStream();
  private final ResponseStream responses = new ResponseStream();

  ResponseStreamTest() {
    requests.start(1);
    responses.start(START);
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
    assertThat(responses.ended(1)).isTrue();
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
    ends(START + 490, "x\r\n" + LAST_CHUNK, 10);
    assertThat(responses.complete(1, START + 499)).isFalse();
    assertThat(responses.complete(1, START + 500)).isTrue();
  }

  @Test
  void a_chunked_response_may_begin_and_end_in_one_segment() {
    begins(START, CHUNKED + "3\r\nabc\r\n" + LAST_CHUNK);
    assertThat(responses.complete(1, START + CHUNKED.length() + 13)).isTrue();
  }

  @Test
  void a_line_of_a_chunk_that_looks_like_the_last_one_is_none_where_the_chunks_can_be_read() {
    begins(START, CHUNKED + "5\r\nabcde\r\n");
    int next = START + CHUNKED.length() + 10;
    ends(next, "6\r\n1\r\n0\r\n\r\n", 11);
    assertThat(responses.ended(1)).isFalse();
    ends(next + 11, LAST_CHUNK, 5);
    assertThat(responses.complete(1, next + 16)).isTrue();
  }

  @Test
  void a_trailer_belongs_to_its_response() {
    begins(START, CHUNKED + "3;name=value\r\nabc\r\n0\r\nDigest: x\r\n");
    assertThat(responses.ended(1)).isFalse();
    begins(START + CHUNKED.length() + 33, "\r\n");
    assertThat(responses.ended(1)).isTrue();
  }

  @Test
  void what_is_said_to_be_chunked_and_is_not_is_lost() {
    begins(START, CHUNKED + "no chunk\r\n");
    assertThat(responses.lost()).isTrue();
  }

  @Test
  void the_end_of_chunks_before_a_response_or_outside_one_means_nothing() {
    ends(START - 10, "x\r\n" + LAST_CHUNK, 8);
    assertThat(responses.complete(0, START)).isTrue();
    begins(START, CHUNKED);
    ends(START - 12, "x\r\n" + LAST_CHUNK, 8);
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
    String interim = "HTTP/1.1 " + status + "\r\n\r\n";
    begins(START, interim);
    assertThat(responses.ended(0)).isTrue();
    assertThat(responses.ended(1)).isFalse();
    begins(START + interim.length(), LENGTH_100);
    assertThat(responses.ended(1)).isTrue();
  }

  @Test
  void an_interim_response_may_share_its_segment_with_the_final_one() {
    begins(START, "HTTP/1.1 100 Continue\r\n\r\n" + LENGTH_100);
    assertThat(responses.started()).isEqualTo(1);
    assertThat(responses.complete(1, START + 25 + LENGTH_100.length() + 100)).isTrue();
  }

  @Test
  void a_request_for_an_upgrade_that_is_not_granted_leaves_the_connection_as_it_is() {
    String upgrade = "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n";
    Segments.pass(requests, 1, upgrade);
    assertThat(requests.opaque()).isFalse();
    begins(START, LENGTH_100);
    assertThat(responses.ended(requests.passed())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\n\r\n", // until the connection closes
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1OO\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTPS/1.1 200\r\n\r\n",
        "HTTP/1.1\r\n\r\n",
      })
  void a_response_whose_end_cannot_be_told_is_lost_and_never_complete(String head) {
    begins(START, head);
    assertThat(responses.lost()).isTrue();
    assertThat(responses.complete(1, START + 1_000_000)).isFalse();
    begins(START + 1_000_000, LENGTH_100);
    assertThat(responses.complete(2, START + 2_000_000)).isFalse();
  }

  @Test
  void a_head_that_was_not_captured_whole_is_lost() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Cut: by the copy's ran";
    Segments.begins(responses, START, head, head.length() + 1, requests);
    assertThat(responses.lost()).isTrue();
  }

  @Test
  void a_head_may_end_in_the_next_segment() {
    begins(START, LENGTH_100.substring(0, 9));
    assertThat(responses.ended(1)).isFalse();
    begins(START + 9, LENGTH_100.substring(9, 30));
    assertThat(responses.ended(0)).isFalse();
    begins(START + 30, LENGTH_100.substring(30));
    assertThat(responses.complete(1, START + LENGTH_100.length() + 100)).isTrue();
  }

  @Test
  void responses_in_one_segment_are_told_apart() {
    String small = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    String all = small + CHUNKED + "3\r\nabc\r\n" + LAST_CHUNK + small + LENGTH_100;
    begins(START, all + "x".repeat(40));
    assertThat(responses.started()).isEqualTo(4);
    assertThat(responses.complete(4, START + all.length() + 99)).isFalse();
    assertThat(responses.complete(4, START + all.length() + 100)).isTrue();
  }

  @Test
  void a_response_may_begin_in_the_middle_of_any_segment_that_is_observed() {
    begins(START, LENGTH_100);
    int body = START + LENGTH_100.length();
    begins(body, "x".repeat(60));
    begins(body + 60, "x".repeat(40) + LENGTH_100);
    assertThat(responses.ended(2)).isTrue();
  }

  @Test
  void a_response_that_begins_where_nothing_was_captured_is_lost() {
    String small = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    Segments.begins(responses, START, small, small.length() + 500, requests);
    assertThat(responses.lost()).isTrue();
  }

  @Test
  void a_response_behind_one_that_was_not_seen_is_lost() {
    begins(START + 500, LENGTH_100);
    assertThat(responses.lost()).isTrue();
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
    ends(START + 490, "x\r\n" + LAST_CHUNK, 10);
    assertThat(responses.complete(2, START + 500)).isFalse();
    assertThat(responses.complete(1, START + 500)).isTrue();
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

  private void ends(int sequence, String text, int length) {
    Segments.ends(responses, sequence, text, length, requests);
  }
}
