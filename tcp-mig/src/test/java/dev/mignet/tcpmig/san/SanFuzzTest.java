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
      codec.write(message(random), scratch);
    }
    return Fuzzer.mutated(Arrays.copyOf(scratch.array(), scratch.position()), random);
  }

  /** The first byte says whether the datagram behind it was left alone. */
  private byte[] sealed(SplittableRandom random) {
    scratch.clear();
    codec.write(message(random), scratch);
    seal.seal(scratch, 1, 2);
    byte[] good = Arrays.copyOf(scratch.array(), scratch.position());
    byte[] mutated = Fuzzer.mutated(good, random);
    byte[] input = new byte[1 + mutated.length];
    System.arraycopy(mutated, 0, input, 1, mutated.length);
    input[0] = (byte) (Arrays.equals(good, mutated) ? 1 : 0);
    return input;
  }

  private static SanMessage message(SplittableRandom random) {
    long id = random.nextLong();
    int node = 1 + random.nextInt(15);
    return switch (random.nextInt(10)) {
      case 0 ->
          new SanMessage.Syn(
              id,
              FLOW,
              random.nextInt(),
              random.nextInt(),
              random.nextInt(),
              random.nextInt(0x10000),
              random.nextInt(),
              random.nextInt(),
              node,
              random.nextInt(0x10000),
              random.nextInt(0x10000),
              random.nextInt(16) - 1,
              random.nextInt(16) - 1,
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextInt() >>> 1);
      case 1 -> new SanMessage.Ack(id, FLOW);
      case 2 -> new SanMessage.Reject(id, FLOW, RejectReason.BUSY);
      case 3 -> {
        byte[] data = Fuzzer.noise(random.nextInt(40), random);
        int known = random.nextInt(data.length + 1);
        yield new SanMessage.Checkpoint(id, FLOW, random.nextInt(), known, true, data);
      }
      case 4 -> new SanMessage.Stored(id, FLOW);
      case 5 -> new SanMessage.Abort(id, FLOW);
      case 6 -> new SanMessage.CleanUp(id, FLOW);
      case 7 -> new SanMessage.Query(id, FLOW);
      case 8 -> new SanMessage.Moved(id, FLOW, random.nextInt(), random.nextInt(0x10000), node);
      default -> new SanMessage.Following(id, FLOW);
    };
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
