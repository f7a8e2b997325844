package dev.mignet.tcpmig.san;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SanSealTest {
  private static final byte[] MESSAGES = "what is said".getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer datagram = ByteBuffer.allocateDirect(1000);
  private final SanSeal seal = new SanSeal(key(1));

  @Test
  void what_was_sealed_opens_and_is_what_it_was() throws SanFormatException {
    for (int round = 0; round < 3; round++) {
      sealed(1, 2);
      assertThat(datagram.limit()).isEqualTo(MESSAGES.length + SanSeal.LENGTH);
      new SanSeal(key(1)).open(datagram, 1, 2);
      assertThat(rest()).isEqualTo(MESSAGES);
    }
  }

  /** Computed by OpenSSL: {@code openssl dgst -sha256 -mac HMAC}. */
  @Test
  void the_seal_is_the_beginning_of_an_hmac_sha_256() {
    sealed(1, 2);
    byte[] tail = new byte[SanSeal.LENGTH];
    datagram.get(MESSAGES.length, tail);
    assertThat(HexFormat.of().formatHex(tail))
        .isEqualTo("0102" + "2a05ffd262b498552ff8f4128f56037b");
  }

  @Test
  void a_bit_that_changed_anywhere_is_found() {
    sealed(1, 2);
    int length = datagram.limit();
    for (int bit = 0; bit < length * 8; bit++) {
      datagram.put(bit / 8, (byte) (datagram.get(bit / 8) ^ (1 << (bit % 8))));
      refused(seal, 1, 2);
      datagram.put(bit / 8, (byte) (datagram.get(bit / 8) ^ (1 << (bit % 8))));
    }
  }

  @Test
  void every_truncation_is_refused() {
    sealed(1, 2);
    for (int length = datagram.limit() - 1; length >= 0; length--) {
      datagram.clear().limit(length);
      refused(seal, 1, 2);
    }
  }

  @Test
  void another_lab_s_key_seals_nothing_here() {
    sealed(1, 2);
    refused(new SanSeal(key(2)), 1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2 1", "1 3", "3 2", "0 0", "257 2"})
  void a_datagram_is_for_one_way_only(String way) {
    sealed(1, 2);
    String[] numbers = way.split(" ", -1);
    refused(seal, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  @Test
  void the_seal_comes_off_without_a_key_for_who_only_reads() throws SanFormatException {
    sealed(1, 2);
    SanSeal.strip(datagram);
    assertThat(rest()).isEqualTo(MESSAGES);
  }

  private void sealed(int from, int to) {
    datagram.clear().put(MESSAGES);
    seal.seal(datagram, from, to);
    datagram.flip();
  }

  private byte[] rest() {
    byte[] rest = new byte[datagram.remaining()];
    datagram.get(rest);
    return rest;
  }

  private void refused(SanSeal with, int from, int to) {
    assertThatThrownBy(() -> with.open(datagram, from, to)).isInstanceOf(SanFormatException.class);
  }

  private static byte[] key(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }
}
