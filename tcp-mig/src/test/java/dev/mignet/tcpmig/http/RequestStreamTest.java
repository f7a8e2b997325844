package dev.mignet.tcpmig.http;

import static dev.mignet.tcpmig.http.RequestStream.Offer.DECIDE;
import static dev.mignet.tcpmig.http.RequestStream.Offer.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestStreamTest {
  private static final int START = 0xffffffc0; // sequence numbers wrap inside the first request
  private static final String GET =
      "GET /class0/file1 HTTP/1.1\r\nHost: www\r\nAccept: */*\r\n\r\n";

  private final RequestStream stream = new RequestStream();

  RequestStreamTest() {
    stream.start(START);
  }

  @Test
  void a_whole_request_is_to_be_decided() {
    assertThat(Segments.offer(stream, START, GET)).isEqualTo(DECIDE);
    assertThat(stream.method()).isEqualTo("GET");
    assertThat(stream.target()).isEqualTo("/class0/file1");
    assertThat(stream.pendingStart()).isEqualTo(START);
    assertThat(stream.pendingLength()).isEqualTo(GET.length());
    assertThat(stream.pendingPassed()).isZero();
    assertThat(Arrays.copyOf(stream.pending(), GET.length())).isEqualTo(Segments.bytes(GET));
    assertThat(stream.passed()).isZero();
  }

  @Test
  void a_request_that_passed_is_counted_and_the_next_one_follows_it() {
    Segments.pass(stream, START, GET);
    assertThat(stream.passed()).isEqualTo(1);
    assertThat(stream.pendingStart()).isEqualTo(START + GET.length());
    assertThat(stream.pendingLength()).isZero();
    assertThat(Segments.offer(stream, START + GET.length(), "PUT /x HTTP/1.1\r\n\r\n"))
        .isEqualTo(DECIDE);
    assertThat(stream.method()).isEqualTo("PUT");
  }

  @Test
  void a_request_split_at_any_byte_is_decided_once_when_its_line_is_complete() {
    int line = GET.indexOf('\n') + 1;
    for (int split = 1; split < GET.length(); split++) {
      stream.start(START);
      RequestStream.Offer first = Segments.offer(stream, START, GET.substring(0, split));
      assertThat(first).as("split at %d", split).isEqualTo(split < line ? PASS : DECIDE);
      if (first == DECIDE) {
        stream.pass();
      }
      RequestStream.Offer second = Segments.pass(stream, START + split, GET.substring(split));
      assertThat(second).as("split at %d", split).isEqualTo(split < line ? DECIDE : PASS);
      assertThat(stream.passed()).isEqualTo(1);
      assertThat(stream.opaque()).isFalse();
      assertThat(stream.pendingStart()).isEqualTo(START + GET.length());
    }
  }

  @Test
  void the_bytes_before_a_split_have_passed_and_stand_in_the_checkpoint_all_the_same() {
    Segments.offer(stream, START, GET.substring(0, 10));
    assertThat(stream.pendingPassed()).isEqualTo(10);
    assertThat(Segments.offer(stream, START + 10, GET.substring(10))).isEqualTo(DECIDE);
    assertThat(stream.pendingPassed()).isEqualTo(10);
    assertThat(stream.pendingLength()).isEqualTo(GET.length());
    assertThat(stream.pendingStart()).isEqualTo(START);
    assertThat(Arrays.copyOf(stream.pending(), GET.length())).isEqualTo(Segments.bytes(GET));
  }

  @Test
  void a_request_byte_by_byte_is_decided_once() {
    int decisions = 0;
    for (int i = 0; i < GET.length(); i++) {
      decisions += Segments.pass(stream, START + i, GET.substring(i, i + 1)) == DECIDE ? 1 : 0;
    }
    assertThat(decisions).isEqualTo(1);
    assertThat(stream.passed()).isEqualTo(1);
  }

  @Test
  void pipelined_requests_are_decided_as_one() {
    String second = GET.replace("file1", "file2");
    assertThat(Segments.offer(stream, START, GET + second)).isEqualTo(DECIDE);
    assertThat(stream.target()).isEqualTo("/class0/file1");
    assertThat(stream.pendingLength()).isEqualTo(2 * GET.length());
    stream.pass();
    assertThat(stream.passed()).isEqualTo(2);
  }

  @Test
  void a_pipelined_request_that_begins_in_the_segment_before_is_decided_with_its_passed_part() {
    Segments.pass(stream, START, GET + GET.substring(0, 20));
    assertThat(stream.passed()).isEqualTo(1);
    int next = START + GET.length();
    assertThat(Segments.offer(stream, next + 20, GET.substring(20))).isEqualTo(DECIDE);
    assertThat(stream.pendingStart()).isEqualTo(next);
    assertThat(stream.pendingPassed()).isEqualTo(20);
    assertThat(stream.pendingLength()).isEqualTo(GET.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50, 99, 100})
  void a_body_by_content_length_passes_over_several_segments(int size) {
    String head = "POST /form HTTP/1.1\r\nContent-Length: 100\r\n\r\n";
    assertThat(Segments.pass(stream, START, head)).isEqualTo(DECIDE);
    assertThat(stream.passed()).isEqualTo(1);
    int body = START + head.length();
    for (int at = 0; at < 100; at += size) {
      String part = "GET / HTTP/1.1\r\n\r\n".repeat(9).substring(0, Math.min(size, 100 - at));
      assertThat(Segments.offer(stream, body + at, part)).as("body from %d", at).isEqualTo(PASS);
    }
    assertThat(Segments.offer(stream, body + 100, GET)).isEqualTo(DECIDE);
    assertThat(stream.pendingStart()).isEqualTo(body + 100);
  }

  @Test
  void a_body_in_the_head_s_segment_is_part_of_the_decision() {
    String post = "POST /form HTTP/1.1\r\nContent-Length: 10\r\n\r\n0123456789";
    assertThat(Segments.offer(stream, START, post)).isEqualTo(DECIDE);
    assertThat(stream.pendingLength()).isEqualTo(post.length());
    stream.pass();
    assertThat(stream.pendingStart()).isEqualTo(START + post.length());
  }

  @Test
  void a_chunked_body_passes_however_it_is_cut_and_the_next_request_is_decided() {
    String head = "POST /form HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    String body = "12;x=y\r\nGET / HTTP/1.1\r\n\r\n\r\n3\r\nabc\r\n0\r\nDigest: x\r\n\r\n";
    String all = head + body;
    for (int split = head.length(); split <= all.length(); split++) {
      stream.start(START);
      assertThat(Segments.pass(stream, START, all.substring(0, split))).isEqualTo(DECIDE);
      assertThat(Segments.offer(stream, START + split, all.substring(split))).isEqualTo(PASS);
      assertThat(stream.passed()).isEqualTo(1);
      assertThat(Segments.offer(stream, START + all.length(), GET)).isEqualTo(DECIDE);
      assertThat(stream.pendingStart()).isEqualTo(START + all.length());
      assertThat(stream.pendingLength()).isEqualTo(GET.length());
    }
  }

  @Test
  void requests_behind_a_chunked_body_in_the_same_segment_pass_with_it() {
    String post = "POST /form HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    Segments.pass(stream, START, post + "3\r\nabc\r\n");
    int rest = START + post.length() + 8;
    String end = "0\r\n\r\n" + GET + GET.substring(0, 10);
    assertThat(Segments.offer(stream, rest, end)).isEqualTo(PASS);
    assertThat(stream.passed()).isEqualTo(2);
    assertThat(stream.pendingPassed()).isEqualTo(10);
    int next = rest + end.length();
    assertThat(Segments.offer(stream, next, GET.substring(10))).isEqualTo(DECIDE);
    assertThat(stream.pendingStart()).isEqualTo(next - 10);
  }

  @Test
  void a_gap_in_a_chunked_body_makes_the_stream_opaque() {
    Segments.pass(stream, START, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n");
    assertThat(stream.opaque()).isFalse();
    assertThat(Segments.offer(stream, START + 100, GET)).isEqualTo(PASS);
    assertThat(stream.opaque()).isTrue();
  }

  @Test
  void a_request_that_shares_its_segment_with_the_end_of_a_body_is_not_decided() {
    String post = "POST /form HTTP/1.1\r\nContent-Length: 10\r\n\r\n";
    Segments.pass(stream, START, post);
    int body = START + post.length();
    assertThat(Segments.offer(stream, body, "0123456789" + GET)).isEqualTo(PASS);
    assertThat(stream.passed()).isEqualTo(2);
    assertThat(Segments.offer(stream, body + 10 + GET.length(), GET)).isEqualTo(DECIDE);
  }

  @Test
  void a_retransmission_is_not_decided_again() {
    Segments.pass(stream, START, GET);
    assertThat(Segments.offer(stream, START, GET)).isEqualTo(PASS);
    assertThat(Segments.offer(stream, START + 5, GET.substring(5, 9))).isEqualTo(PASS);
    assertThat(stream.passed()).isEqualTo(1);
    assertThat(Segments.offer(stream, START + GET.length(), GET)).isEqualTo(DECIDE);
  }

  @Test
  void a_retransmission_with_new_data_behind_it_passes_what_is_new() {
    Segments.pass(stream, START, GET);
    assertThat(Segments.offer(stream, START, GET + GET)).isEqualTo(PASS);
    assertThat(stream.passed()).isEqualTo(2);
    assertThat(stream.opaque()).isFalse();
  }

  @Test
  void what_was_offered_and_did_not_pass_may_be_offered_again() {
    Segments.offer(stream, START, GET);
    assertThat(Segments.offer(stream, START, GET)).isEqualTo(DECIDE);
    assertThat(stream.pendingLength()).isEqualTo(GET.length());
  }

  @Test
  void segments_without_data_and_keep_alive_probes_mean_nothing() {
    assertThat(Segments.offer(stream, START + 500, "")).isEqualTo(PASS);
    assertThat(Segments.offer(stream, START - 1, "\0")).isEqualTo(PASS);
    assertThat(stream.opaque()).isFalse();
  }

  @Test
  void head_requests_are_remembered_for_their_responses() {
    for (int i = 0; i < 130; i++) {
      String method = i % 3 == 0 ? "HEAD" : "GET";
      Segments.pass(stream, stream.pendingStart(), method + " / HTTP/1.1\r\n\r\n");
      assertThat(stream.usedHead(i)).isEqualTo(i % 3 == 0);
    }
    assertThat(stream.passed()).isEqualTo(130);
  }

  @Test
  void an_adopted_stream_goes_on_behind_what_it_was_given() {
    byte[] data = Segments.bytes(GET + GET.substring(0, 30));
    stream.adopt(77_000, data, data.length);
    assertThat(stream.passed()).isEqualTo(1);
    assertThat(stream.pendingStart()).isEqualTo(77_000 + GET.length());
    assertThat(stream.pendingPassed()).isEqualTo(30);
    int next = 77_000 + GET.length() + 30;
    assertThat(Segments.pass(stream, next, GET.substring(30))).isEqualTo(PASS);
    assertThat(Segments.offer(stream, stream.pendingStart(), GET)).isEqualTo(DECIDE);
  }

  @Test
  void an_adopted_stream_may_be_empty() {
    stream.adopt(5, new byte[0], 0);
    assertThat(stream.passed()).isZero();
    assertThat(Segments.offer(stream, 5, GET)).isEqualTo(DECIDE);
  }

  @Test
  void a_stream_can_start_anew() {
    Segments.pass(stream, START, "nonsense\r\n");
    stream.start(9);
    assertThat(stream.opaque()).isFalse();
    assertThat(stream.passed()).isZero();
    assertThat(Segments.offer(stream, 9, GET)).isEqualTo(DECIDE);
  }
}
