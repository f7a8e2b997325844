package dev.mignet.tcpmig.http;

import dev.mignet.tcpmig.wire.Sequence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Follows the responses of one connection by what is observed of them: the segment in which each
 * begins, and those that may end a chunked body. Enough to tell whether every request that passed
 * has been answered to its end.
 */
public final class ResponseStream {
  private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  private static final int STATUS_LINE = 12;

  private final FieldReader fields = new FieldReader();
  private int started;
  private int lastStart;
  private int end;
  private boolean open;
  private boolean unbounded;

  /** Begins, or begins anew, without responses. */
  public void start() {
    started = 0;
    open = false;
    unbounded = false;
  }

  /**
   * A segment that begins like a response.
   *
   * @param captured how many bytes of its data were seen
   */
  public void begins(
      int sequence, ByteBuffer data, int offset, int captured, RequestStream requests) {
    if (captured < STATUS_LINE
        || started > 0 && (open || Sequence.before(sequence, end)) // a body, or seen before
        || !startsLikeResponse(data, offset)) {
      return;
    }
    int status = digits(data, offset + 9);
    if (status < 200 && status != 101) {
      return; // an interim response
    }
    byte[] bytes = new byte[captured];
    data.get(offset, bytes);
    int headLength = RequestHead.endOfHead(bytes, captured);
    lastStart = sequence;
    unbounded |= status == 101 || headLength < 0 || !fields.read(bytes, headLength);
    if (!unbounded) {
      bound(sequence, headLength, status == 204 || status == 304 || requests.usedHead(started));
    }
    started++;
  }

  /**
   * A segment that ends like a chunked body; {@code endSequence} is the number after its last byte.
   */
  public void mayEndChunks(int endSequence) {
    if (open && Sequence.after(endSequence, lastStart)) {
      open = false;
      end = endSequence;
    }
  }

  /**
   * Whether all responses to those requests were written.
   *
   * @param requests how many requests the server was given
   * @param sent the server's next sequence number (snd_nxt)
   */
  public boolean complete(int requests, int sent) {
    return !unbounded
        && !open
        && started == requests
        && (started == 0 || !Sequence.before(sent, end));
  }

  private void bound(int sequence, int headLength, boolean noBody) {
    if (noBody) {
      end = sequence + headLength;
    } else if (fields.chunked()) {
      open = true;
    } else if (fields.contentLength() >= 0) {
      end = sequence + headLength + (int) fields.contentLength();
    } else {
      unbounded = true; // until the connection closes
    }
  }

  private static boolean startsLikeResponse(ByteBuffer data, int offset) {
    for (int i = 0; i < VERSION.length; i++) {
      if (data.get(offset + i) != VERSION[i]) {
        return false;
      }
    }
    return true;
  }

  private static int digits(ByteBuffer data, int offset) {
    return (data.get(offset) - '0') * 100
        + (data.get(offset + 1) - '0') * 10
        + data.get(offset + 2)
        - '0';
  }
}
