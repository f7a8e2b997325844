package dev.mignet.tcpmig.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Offers text to the streams as data of segments. */
final class Segments {
  private static final int OFFSET = 52;

  private Segments() {}

  /** Offers text that begins with that sequence number, from a buffer with headers before it. */
  static RequestStream.Offer offer(RequestStream stream, int sequence, String text) {
    byte[] data = bytes(text);
    return stream.offer(sequence, packet(data), OFFSET, data.length);
  }

  /** Offers text and, as the packet loop does after each decision to stay, lets it pass. */
  static RequestStream.Offer pass(RequestStream stream, int sequence, String text) {
    RequestStream.Offer offer = offer(stream, sequence, text);
    if (offer == RequestStream.Offer.DECIDE) {
      stream.pass();
    }
    return offer;
  }

  /** Shows the beginning of a response. */
  static void begins(ResponseStream stream, int sequence, String text, RequestStream requests) {
    begins(stream, sequence, text, text.length(), requests);
  }

  /** Shows the beginning of a response in a segment of that length. */
  static void begins(
      ResponseStream stream, int sequence, String text, int length, RequestStream requests) {
    byte[] data = bytes(text);
    stream.observe(sequence, length, packet(data), OFFSET, data.length, requests);
  }

  /** Shows a segment that ends like a chunked body; all or the beginning of it. */
  static void ends(
      ResponseStream stream, int sequence, String text, int length, RequestStream requests) {
    byte[] data = bytes(text);
    stream.mayEndChunks(sequence, length, packet(data), OFFSET, data.length, requests);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer packet(byte[] data) {
    return ByteBuffer.allocate(OFFSET + data.length).put(OFFSET, data);
  }
}
