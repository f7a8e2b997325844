package dev.mignet.tcpmig.http;

import java.nio.ByteBuffer;

/** Finds the end of a chunked body in its bytes as they come (RFC 9112, section 7.1). */
final class ChunkedBody {
  private enum Part {
    SIZE,
    EXTENSION,
    DATA,
    DATA_END,
    TRAILER,
    TRAILER_FIELD,
    END
  }

  /** More digits than any chunk needs that a connection could carry. */
  private static final long LARGEST_CHUNK = 1L << 40;

  private Part part = Part.END;
  private long size;
  private boolean digits;
  private boolean malformed;

  /** Begins with the body's first byte. */
  void start() {
    part = Part.SIZE;
    size = 0;
    digits = false;
    malformed = false;
  }

  /** Whether the bytes so far are no chunked body. */
  boolean malformed() {
    return malformed;
  }

  /**
   * Reads on; the index behind the body's last byte, or -1 where the body goes on or is malformed.
   */
  int read(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (at < to && !malformed) {
      if (part == Part.DATA) {
        int skipped = (int) Math.min(size, to - at);
        at += skipped;
        size -= skipped;
        part = size == 0 ? Part.DATA_END : Part.DATA;
      } else {
        read(bytes.get(at++));
        if (part == Part.END) {
          return at;
        }
      }
    }
    return -1;
  }

  private void read(byte next) {
    switch (part) {
      case SIZE -> readSize(next);
      case EXTENSION -> {
        if (next == '\n') {
          endSize();
        }
      }
      case DATA_END -> {
        malformed = next != '\r' && next != '\n';
        if (next == '\n') {
          start();
        }
      }
      // An empty line ends the trailer.
      case TRAILER -> part = next == '\n' ? Part.END : next == '\r' ? part : Part.TRAILER_FIELD;
      case TRAILER_FIELD -> part = next == '\n' ? Part.TRAILER : part;
      case DATA, END -> throw new IllegalStateException(part.name());
    }
  }

  private void readSize(byte next) {
    int digit = Character.digit((char) (next & 0x7f), 16);
    if (digit >= 0 && next >= 0) {
      size = size * 16 + digit;
      digits = true;
      malformed = size > LARGEST_CHUNK;
    } else if (next == '\n') {
      endSize();
    } else {
      // An extension, or a blank that some servers fill the size up with.
      malformed = !digits || next != ';' && next != ' ' && next != '\t' && next != '\r';
      part = Part.EXTENSION;
    }
  }

  private void endSize() {
    malformed |= !digits;
    part = size == 0 ? Part.TRAILER : Part.DATA;
  }
}
