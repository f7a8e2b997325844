package dev.mignet.tcpmig.http;

import dev.mignet.tcpmig.wire.Sequence;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Follows the requests of one connection in the client's byte stream (RFC 9112), so that a policy
 * is asked once a request and before the server sees it.
 *
 * <p>Each data segment is offered. {@link Offer#DECIDE}: a request line is complete and the whole
 * request up to here is in this segment or among bytes that already passed; the caller lets it go
 * on with {@link #pass()} or migrates the connection, with {@link #pending()} as its checkpoint.
 * What this class cannot follow (a gap, no HTTP, a tunnel) makes the stream opaque: its connection
 * stays where it is. A request that asks for an upgrade does not: whether there is one, the
 * response tells.
 */
public final class RequestStream {
  /** What to do with a segment that was offered. */
  public enum Offer {
    /** Nothing to decide: let it go on. */
    PASS,
    /** A request begins: ask the policy. */
    DECIDE
  }

  /** The longest head that is followed; a longer one makes the stream opaque. */
  static final int MAX_HEAD = 64 * 1024;

  private static final byte[] NOTHING = {};

  private final RequestHead head = new RequestHead();
  private final ChunkedBody chunks = new ChunkedBody();
  private byte[] bytes =
      NOTHING; // only while a request is pending: most connections wait most of the time
  private int length;
  private int passedLength;
  private int start;
  private boolean decided;
  private boolean inChunks;
  private boolean opaque;
  private int passed;
  private long headMethods;

  /** Begins, or begins anew, with the next request's first byte at that sequence number. */
  public void start(int sequence) {
    start = sequence;
    bytes = NOTHING;
    length = 0;
    passedLength = 0;
    decided = false;
    inChunks = false;
    opaque = false;
    passed = 0;
    headMethods = 0;
  }

  /**
   * Offers a data segment.
   *
   * @param sequence of its first byte
   * @param segment where its data stand, from {@code offset} on
   */
  public Offer offer(int sequence, ByteBuffer segment, int offset, int count) {
    if (opaque || count == 0) {
      return Offer.PASS;
    }
    int old = Sequence.distance(next(), sequence);
    if (old < 0) {
      opaque = true; // a gap: what is missing may hold the beginning of a request
      return Offer.PASS;
    }
    if (old >= count) {
      return Offer.PASS; // a body, or seen before
    }
    if (inChunks) {
      readChunks(segment, offset + old, offset + count);
      return Offer.PASS;
    }
    append(segment, offset + old, count - old);
    if (decided || old > 0 || !completeLine()) {
      pass();
      return Offer.PASS;
    }
    return opaque ? Offer.PASS : Offer.DECIDE;
  }

  /** Lets go on to the server what was offered last. */
  public void pass() {
    while (!opaque && length > 0) {
      passedLength = length;
      if (!decided && !completeLine()) {
        return;
      }
      decided = true;
      int headLength = RequestHead.endOfHead(bytes, length);
      if (headLength < 0) {
        opaque |= length >= MAX_HEAD;
        return;
      }
      if (!head.readFields(bytes, headLength)) {
        opaque = true;
        return;
      }
      endRequest(headLength);
    }
  }

  /**
   * Takes over a stream whose bytes from the next request on are known and shall all be served
   * here.
   */
  public void adopt(int sequence, byte[] data, int count) {
    start(sequence);
    follow(sequence, data, count);
  }

  /** Goes on with bytes that shall all be served here. */
  public void follow(int sequence, byte[] data, int count) {
    offer(sequence, ByteBuffer.wrap(data), 0, count);
    pass();
  }

  /**
   * The bytes of the request that is being decided, from {@link #pendingStart()} on; {@link
   * #pendingLength()} of them are valid.
   */
  public byte[] pending() {
    return bytes;
  }

  public int pendingLength() {
    return length;
  }

  /** Sequence number of the first pending byte. */
  public int pendingStart() {
    return start;
  }

  /** How many of the pending bytes the local server has been given already. */
  public int pendingPassed() {
    return passedLength;
  }

  public String method() {
    return head.method();
  }

  public String target() {
    return head.target();
  }

  /** Complete request heads that went on to the local server. */
  public int passed() {
    return passed;
  }

  public boolean opaque() {
    return opaque;
  }

  /** Gives up following: the connection stays where it is. */
  public void makeOpaque() {
    opaque = true;
  }

  /** Whether the request with that index, 0 for the first, used HEAD; known for the last 64. */
  boolean usedHead(int index) {
    return (headMethods >>> (index & 63) & 1) != 0;
  }

  /** The sequence number of the next byte that can belong to a request's head. */
  private int next() {
    return start + passedLength;
  }

  private void append(ByteBuffer segment, int offset, int count) {
    length = passedLength; // what was offered before without being passed is offered again, by a
    // retransmission
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, length == 0 ? count : 2 * length));
    }
    segment.get(/* index= */ offset, bytes, /* offset= */ length, /* length= */ count);
    length += count;
  }

  private boolean completeLine() {
    RequestHead.Line line = head.readLine(bytes, length);
    boolean tooLong = line == RequestHead.Line.INCOMPLETE && length >= MAX_HEAD;
    opaque |= line == RequestHead.Line.NO_HTTP || tooLong;
    return line == RequestHead.Line.COMPLETE;
  }

  /**
   * The head is complete: moves on behind its body, with what the segment holds of the next
   * request.
   */
  private void endRequest(int headLength) {
    long bit = 1L << (passed & 63);
    headMethods = head.method().equals("HEAD") ? headMethods | bit : headMethods & ~bit;
    passed++;
    opaque |= head.method().equals("CONNECT");
    if (head.chunked()) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, headLength, length - headLength).slice();
      start += headLength;
      begin();
      chunks.start();
      inChunks = true;
      readChunks(rest, 0, rest.limit());
      return;
    }
    long end = headLength + head.contentLength();
    int rest = (int) Math.max(0, length - end);
    start += (int) end;
    if (rest > 0) {
      System.arraycopy(bytes, (int) end, bytes, 0, rest);
    } else {
      bytes = NOTHING;
    }
    begin();
    length = rest;
  }

  /** A request begins with the next byte. */
  private void begin() {
    length = 0;
    passedLength = 0;
    decided = false;
  }

  /** Reads on in a chunked body; what stands behind its end is passed as what it is. */
  private void readChunks(ByteBuffer segment, int from, int to) {
    int end = chunks.read(segment, from, to);
    opaque |= chunks.malformed();
    inChunks = end < 0;
    start += (inChunks ? to : end) - from;
    if (!inChunks && end < to) {
      bytes = NOTHING;
      append(segment, end, to - end);
      pass();
    } else if (!inChunks) {
      bytes = NOTHING;
    }
  }
}
