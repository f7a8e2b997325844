package dev.mignet.tcpmig.san;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands behind the messages of a datagram and proves that a back-end of this lab wrote it, to
 * that one, and that no bit has changed since.
 *
 * <pre>
 *   0  u8 number of the sender   1  u8 number of the receiver
 *   2  the first 16 bytes of the HMAC-SHA-256 (RFC 2104) of all that stands before them
 * </pre>
 *
 * <p>A datagram that is recorded and sent again later passes: a message that comes twice does
 * nothing the second time. Not safe for use by several threads.
 */
public final class SanSeal {
  /** Bytes that a seal takes. */
  public static final int LENGTH = 18;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int NUMBERS = 2;

  private final Mac mac;
  private final byte[] expected = new byte[32];
  private final byte[] found = new byte[LENGTH - NUMBERS];
  private final byte[] truncated = new byte[LENGTH - NUMBERS];

  /** Seals with that key, which all back-ends of a lab share. */
  public SanSeal(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Writes the seal of what stands before the buffer's position, which is behind it then. */
  public void seal(ByteBuffer datagram, int from, int to) {
    datagram.put((byte) from).put((byte) to);
    int end = datagram.position();
    compute(datagram.duplicate().flip());
    datagram.position(end).put(expected, 0, LENGTH - NUMBERS);
  }

  /**
   * Checks the seal at the end of what the buffer holds from its beginning to its limit, and takes
   * it off.
   */
  public void open(ByteBuffer datagram, int from, int to) throws SanFormatException {
    int messages = lengthWithout(datagram);
    if ((datagram.get(messages) & 0xff) != from || (datagram.get(messages + 1) & 0xff) != to) {
      throw new SanFormatException("sealed for another way than from " + from + " to " + to);
    }
    datagram.get(messages + NUMBERS, found);
    compute(datagram.duplicate().limit(messages + NUMBERS).position(0));
    System.arraycopy(expected, 0, truncated, 0, truncated.length);
    if (!MessageDigest.isEqual(found, truncated)) {
      throw new SanFormatException("the seal is forged or the datagram damaged");
    }
    datagram.limit(messages);
  }

  /** Takes the seal off without a look at it, for who reads captures and has no key. */
  public static void strip(ByteBuffer datagram) throws SanFormatException {
    datagram.limit(lengthWithout(datagram));
  }

  private static int lengthWithout(ByteBuffer datagram) throws SanFormatException {
    if (datagram.limit() < LENGTH) {
      throw new SanFormatException(datagram.limit() + " bytes have no seal");
    }
    return datagram.limit() - LENGTH;
  }

  private void compute(ByteBuffer sealed) {
    try {
      mac.update(sealed);
      mac.doFinal(expected, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the digest fits", e);
    }
  }
}
