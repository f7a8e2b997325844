package dev.mignet.tcpmig.san;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.testing.Fuzzer;
import dev.mignet.tcpmig.wire.FlowKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever a datagram holds is either read for what it says, or refused. */
class SanFuzzTest {
  private static final FlowKey FLOW = new FlowKey(0x0a090102, 40000, 0x0a090164, 80);

  private final SanCodec codec = new SanCodec("lab");
  private final SanSeal seal = new SanSeal(new byte[32]);
  private final ByteBuffer scratch = ByteBuffer.allocate(SanCodec.MAX_DATAGRAM);
  private int read;

  @Test
  void of_1_200_000_datagrams_each_message_that_is_read_would_be_written_so_again() {
    Fuzzer.run("the SAN codec", 1_200_000, this::messages, this::readAll);
    assertThat(read).isGreaterThan(600_000);
  }

  @Test
  void of_200_000_sealed_datagrams_only_those_that_nobody_touched_open() {
    Fuzzer.run("the SAN seal", 200_000, this::sealed, this::open);
    assertThat(read).isGreaterThan(30_000);
  }

  private byte[] messages(SplittableRandom random) {
    scratch.clear();
    for (int i = random.nextInt(3); i >= 0; i--) {
      codec.write(AnyMessage.of(FLOW, random), scratch);
    }
    return Fuzzer.mutated(Arrays.copyOf(scratch.array(), scratch.position()), random);
  }

  /** The first byte says whether the datagram behind it was left alone. */
  private byte[] sealed(SplittableRandom random) {
    scratch.clear();
    codec.write(AnyMessage.of(FLOW, random), scratch);
    seal.seal(scratch, 1, 2);
    byte[] good = Arrays.copyOf(scratch.array(), scratch.position());
    byte[] mutated = Fuzzer.mutated(good, random);
    byte[] input = new byte[1 + mutated.length];
    System.arraycopy(mutated, 0, input, 1, mutated.length);
    input[0] = (byte) (Arrays.equals(good, mutated) ? 1 : 0);
    return input;
  }

  /** As the channel does. */
  private void readAll(byte[] datagram) {
    ByteBuffer in = ByteBuffer.wrap(datagram);
    try {
      do {
        SanMessage message = codec.read(in);
        read++;
        scratch.clear();
        codec.write(message, scratch);
        SanMessage again = codec.read(scratch.flip());
        if (!isSame(message, again)) {
          throw new AssertionError(message + " was written as " + again);
        }
      } while (in.hasRemaining());
    } catch (SanFormatException e) {
      // refused
    }
  }

  private static boolean isSame(SanMessage one, SanMessage other) {
    return one instanceof SanMessage.Checkpoint a && other instanceof SanMessage.Checkpoint b
        ? a.id() == b.id()
            && a.flow().equals(b.flow())
            && a.start() == b.start()
            && a.acknowledged() == b.acknowledged()
            && a.fin() == b.fin()
            && Arrays.equals(a.data(), b.data())
        : one.equals(other);
  }

  private void open(byte[] input) {
    if (input.length == 0) {
      return;
    }
    ByteBuffer datagram = ByteBuffer.wrap(input, 1, input.length - 1).slice();
    boolean untouched = input[0] == 1;
    boolean opened;
    try {
      seal.open(datagram, 1, 2);
      opened = true;
      read++;
    } catch (SanFormatException e) {
      opened = false;
    }
    if (opened != untouched) {
      throw new AssertionError(opened ? "a changed datagram opened" : "a good one did not open");
    }
  }
}
