package dev.mignet.tcpmig.http;

import dev.mignet.tcpmig.wire.Sequence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Follows the responses of one connection by what is observed of them (RFC 9112, section 6.3), to
 * tell whether every request that passed has been answered to its end.
 *
 * <p>Of most connections only the segment in which a response begins is observed, and those that
 * may end a chunked one; of a connection with several requests under way all segments are, since
 * one response may begin where another ends. What cannot be followed is {@link #lost}: such a
 * connection stays where it is.
 */
public final class ResponseStream {
  private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKS_END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final int STATUS_LINE = 12;

  private final FieldReader fields = new FieldReader();
  private final ChunkedBody chunks = new ChunkedBody();
  private int started;
  private boolean open;
  private boolean lost;

  /** Where the next response begins or, in a chunked one, what has not been read of it. */
  private int next;

  private boolean nextKnown;

  /** The beginning of a head whose end has not come yet. */
  private byte[] part = NOTHING;

  /** Begins, or begins anew, without responses. */
  public void start() {
    started = 0;
    open = false;
    lost = false;
    nextKnown = false;
    part = NOTHING;
  }

  /** Begins anew, with the first response at that sequence number. */
  public void start(int sequence) {
    start();
    next = sequence;
    nextKnown = true;
  }

  /**
   * A segment of the server.
   *
   * @param length bytes of its data
   * @param captured how many of them were seen, from {@code offset} on
   */
  public void observe(
      int sequence, int length, ByteBuffer data, int offset, int captured, RequestStream requests) {
    if (lost) {
      return;
    }
    if (!nextKnown) {
      start(sequence);
    }
    int at = Sequence.distance(next, sequence);
    if (at < 0) {
      missed(sequence, length, data, offset, captured);
      return;
    }
    while (at < captured && !lost) {
      at =
          open
              ? readChunks(data, offset, at, captured)
              : readHead(data, offset, at, captured, captured == length, requests);
      next = sequence + at;
    }
    // What begins in the part that was not captured is missed; a body may end anywhere.
    lost |= !open && captured < length && at < length;
  }

  /** A segment that ends like a chunked body. */
  public void mayEndChunks(
      int sequence, int length, ByteBuffer data, int offset, int captured, RequestStream requests) {
    boolean readable = Sequence.distance(next, sequence) >= 0 && captured == length;
    if (open && readable) {
      observe(sequence, length, data, offset, captured, requests);
    } else if (open && Sequence.after(sequence + length, next)) {
      endChunks(sequence + length);
    }
  }

  /** Whether it will never be known where a response ends. */
  public boolean lost() {
    return lost;
  }

  /** Responses that have begun. */
  public int started() {
    return started;
  }

  /**
   * Whether nothing of the responses has been missed so far; from now on, if all segments are
   * observed, nothing will be.
   *
   * @param sent the server's next sequence number (snd_nxt)
   */
  public boolean followedTo(int sent) {
    return !lost && nextKnown && (open ? next == sent : !Sequence.after(sent, next));
  }

  /** Whether the end of all responses to so many requests is known. */
  public boolean ended(int requests) {
    return !lost && !open && part.length == 0 && started == requests;
  }

  /**
   * Whether all responses to those requests were written.
   *
   * @param requests how many requests the server was given
   * @param sent the server's next sequence number (snd_nxt)
   */
  public boolean complete(int requests, int sent) {
    return ended(requests) && (!nextKnown || !Sequence.before(sent, next));
  }

  /** Segments before this one were not observed. */
  private void missed(int sequence, int length, ByteBuffer data, int offset, int captured) {
    if (!open) {
      lost = true; // one of them held the beginning of a response
    } else if (captured == length && endsLikeChunks(data, offset + captured, captured)) {
      endChunks(sequence + length);
    }
  }

  private void endChunks(int end) {
    open = false;
    next = end;
  }

  private int readChunks(ByteBuffer data, int offset, int from, int to) {
    int end = chunks.read(data, offset + from, offset + to);
    lost |= chunks.malformed();
    open = end < 0;
    return open ? to : end - offset;
  }

  /** Reads a head, or a part of one; the index behind what belongs to its message. */
  private int readHead(
      ByteBuffer data, int offset, int from, int to, boolean whole, RequestStream requests) {
    byte[] bytes = Arrays.copyOf(part, part.length + to - from);
    data.get(offset + from, bytes, part.length, to - from);
    int headLength = RequestHead.endOfHead(bytes, bytes.length);
    int expected = Math.min(bytes.length, VERSION.length);
    lost = !Arrays.equals(bytes, 0, expected, VERSION, 0, expected);
    if (headLength < 0 && !lost) {
      lost = !whole || bytes.length > RequestStream.MAX_HEAD;
      part = bytes;
      return to;
    }
    int head = from + headLength - part.length;
    part = NOTHING;
    int status = lost || headLength < STATUS_LINE ? -1 : status(bytes);
    if (status >= 100 && status < 200 && status != 101) {
      return head; // an interim response: another one follows
    }
    started++;
    // After 101 the connection speaks something else.
    lost = status < 200 || !fields.read(bytes, headLength);
    if (lost || status == 204 || status == 304 || requests.usedHead(started - 1)) {
      return head;
    }
    if (fields.chunked()) {
      chunks.start();
      open = true;
      return head;
    }
    lost = fields.contentLength() < 0; // until the connection closes
    return head + (int) Math.max(0, fields.contentLength());
  }

  private static boolean endsLikeChunks(ByteBuffer data, int end, int length) {
    if (length < CHUNKS_END.length) {
      return false;
    }
    for (int i = 0; i < CHUNKS_END.length; i++) {
      if (data.get(end - CHUNKS_END.length + i) != CHUNKS_END[i]) {
        return false;
      }
    }
    return true;
  }

  private static int status(byte[] head) {
    return (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
  }
}
