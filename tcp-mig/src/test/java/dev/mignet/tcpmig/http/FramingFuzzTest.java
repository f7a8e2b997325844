package dev.mignet.tcpmig.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mignet.tcpmig.testing.Fuzzer;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Conversations that are cut, repeated and damaged at will: the streams never throw, and where
 * nothing is damaged they count every request and see the end of every response.
 */
class FramingFuzzTest {
  private static final int ISN = -1000; // the numbers wrap soon
  private static final int MOST_EXCHANGES = 5;

  private final RequestStream requests = new RequestStream();
  private final ResponseStream responses = new ResponseStream();
  private final ChunkedBody chunks = new ChunkedBody();

  @Test
  void of_600_000_damaged_request_streams_none_throws() {
    Fuzzer.run("request streams", 600_000, r -> damaged(r, true), this::readRequests);
  }

  @Test
  void of_600_000_damaged_response_streams_none_throws() {
    Fuzzer.run("response streams", 600_000, r -> damaged(r, false), this::readResponses);
  }

  @Test
  void of_half_a_million_chunked_bodies_none_is_read_beyond_its_end() {
    Fuzzer.run("chunked bodies", 500_000, FramingFuzzTest::chunkedBody, this::readChunks);
  }

  @Test
  void of_200_000_whole_conversations_in_any_pieces_all_is_followed() {
    Fuzzer.run("conversations", 200_000, FramingFuzzTest::seed, this::followConversation);
  }

  @Test
  void a_super_packet_full_of_pipelined_requests_is_followed() {
    String one = "GET / HTTP/1.1\r\nTransfer-Encoding:chunked\r\n\r\n0\r\n\r\n";
    byte[] bytes = one.repeat(60_000 / one.length()).getBytes(ISO_8859_1);
    requests.start(ISN);
    requests.follow(ISN, bytes, bytes.length);
    check(requests.passed() == bytes.length / one.length() && !requests.opaque(), "all followed");
  }

  private static byte[] seed(SplittableRandom random) {
    return ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array();
  }

  private static SplittableRandom fromSeed(byte[] input) {
    return new SplittableRandom(
        input.length < Long.BYTES ? input.length : ByteBuffer.wrap(input).getLong());
  }

  /** The seed of the cuts, then the stream. */
  private static byte[] damaged(SplittableRandom random, boolean ofClient) {
    Conversation conversation = new Conversation(random, 1 + random.nextInt(MOST_EXCHANGES));
    byte[] stream =
        random.nextInt(20) == 0
            ? Fuzzer.noise(random.nextInt(200), random)
            : Fuzzer.mutated(ofClient ? conversation.requests() : conversation.responses(), random);
    return ByteBuffer.allocate(Long.BYTES + stream.length)
        .putLong(random.nextLong())
        .put(stream)
        .array();
  }

  private static byte[] chunkedBody(SplittableRandom random) {
    return Fuzzer.mutated(Conversation.chunked(random).getBytes(ISO_8859_1), random);
  }

  private void readRequests(byte[] input) {
    SplittableRandom random = fromSeed(input);
    ByteBuffer stream = ByteBuffer.wrap(input);
    int at = Math.min(Long.BYTES, input.length);
    requests.start(ISN);
    for (int i = 0; i < 20 && at < input.length; i++) {
      int from = lost(random) ? random.nextInt(Long.BYTES, input.length) : at;
      int to = from + 1 + random.nextInt(input.length - from);
      offer(ISN + from - Long.BYTES, stream, from, to - from, random);
      at = to;
    }
  }

  private void readResponses(byte[] input) {
    SplittableRandom random = fromSeed(input);
    ByteBuffer stream = ByteBuffer.wrap(input);
    int at = Math.min(Long.BYTES, input.length);
    requests.start(ISN);
    if (random.nextBoolean()) {
      responses.start();
    } else {
      responses.start(ISN);
    }
    for (int i = 0; i < 20 && at < input.length; i++) {
      int from = lost(random) ? random.nextInt(Long.BYTES, input.length) : at;
      int length = 1 + random.nextInt(input.length - from);
      int captured = random.nextInt(4) > 0 ? length : random.nextInt(length + 1);
      int sequence = ISN + from - Long.BYTES;
      if (random.nextInt(4) == 0) {
        responses.mayEndChunks(sequence, length, stream, from, captured, requests);
      } else {
        responses.observe(sequence, length, stream, from, captured, requests);
      }
      check(responses.started() >= 0, "counts up");
      check(!(responses.lost() && responses.ended(responses.started())), "lost is lost");
      at = from + length;
    }
  }

  private void readChunks(byte[] body) {
    chunks.start();
    ByteBuffer buffer = ByteBuffer.wrap(body);
    int end = -1;
    for (int at = 0; at < body.length && end < 0 && !chunks.malformed(); at += 7) {
      end = chunks.read(buffer, at, Math.min(body.length, at + 7));
      check(end < 0 || end > at && end <= at + 7, "an end among what was read");
    }
  }

  private void followConversation(byte[] input) {
    SplittableRandom random = fromSeed(input);
    int exchanges = 1 + random.nextInt(MOST_EXCHANGES);
    Conversation conversation = new Conversation(random, exchanges);

    byte[] asked = conversation.requests();
    ByteBuffer client = ByteBuffer.wrap(asked);
    requests.start(ISN);
    for (int at = 0; at < asked.length; ) {
      int from = again(at, random);
      at = at + 1 + random.nextInt(Math.min(200, asked.length - at));
      offer(ISN + from, client, from, at - from, random);
    }
    check(!requests.opaque(), "the requests are HTTP");
    check(requests.passed() == exchanges, "all requests are counted");

    byte[] said = conversation.responses();
    ByteBuffer server = ByteBuffer.wrap(said);
    responses.start(ISN);
    for (int at = 0; at < said.length; ) {
      int from = again(at, random);
      check(!responses.complete(exchanges, ISN + at), "nothing ends before its end");
      at = at + 1 + random.nextInt(Math.min(200, said.length - at));
      responses.observe(ISN + from, at - from, server, from, at - from, requests);
    }
    check(!responses.lost(), "the responses are HTTP");
    check(responses.complete(exchanges, ISN + said.length), "all responses have ended");
  }

  /** A segment begins where the last one ended, or repeats some of it. */
  private static int again(int at, SplittableRandom random) {
    return random.nextInt(8) == 0 ? random.nextInt(at + 1) : at;
  }

  private static boolean lost(SplittableRandom random) {
    return random.nextInt(10) == 0;
  }

  /** As a server's node does; where the connection shall go but stays, its request comes back. */
  private void offer(int sequence, ByteBuffer bytes, int offset, int count, SplittableRandom r) {
    if (requests.offer(sequence, bytes, offset, count) == RequestStream.Offer.PASS) {
      return;
    }
    check(requests.pendingPassed() <= requests.pendingLength(), "passes no more than there is");
    check(!requests.method().isEmpty(), "asks with a method");
    if (r.nextInt(3) == 0) {
      requests.follow(
          requests.pendingStart(), requests.pending().clone(), requests.pendingLength());
    } else {
      requests.pass();
    }
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
