package dev.mignet.tcpmig.san;

import dev.mignet.tcpmig.testing.Fuzzer;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.SplittableRandom;

/** Messages of every type, whose fields are anything that they can hold. */
public final class AnyMessage {
  private AnyMessage() {}

  /** About that connection; some of one migration. */
  public static SanMessage of(FlowKey flow, SplittableRandom random) {
    long id = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(3);
    int node = 1 + random.nextInt(15);
    return switch (random.nextInt(10)) {
      case 0 ->
          new SanMessage.Syn(
              id,
              flow,
              random.nextInt(),
              random.nextInt(),
              random.nextInt(),
              random.nextInt(0x10000),
              random.nextInt(),
              random.nextInt(),
              node,
              random.nextInt(0x10000),
              random.nextInt(16),
              random.nextInt(0x10000),
              random.nextInt(16) - 1,
              random.nextInt(16) - 1,
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextInt() >>> 1);
      case 1 -> new SanMessage.Ack(id, flow);
      case 2 -> new SanMessage.Reject(id, flow, RejectReason.BUSY);
      case 3 -> {
        byte[] data = Fuzzer.noise(random.nextInt(40), random);
        int known = random.nextInt(data.length + 1);
        yield new SanMessage.Checkpoint(id, flow, random.nextInt(), known, true, data);
      }
      case 4 -> new SanMessage.Stored(id, flow);
      case 5 -> new SanMessage.Abort(id, flow);
      case 6 -> new SanMessage.CleanUp(id, flow);
      case 7 -> new SanMessage.Query(id, flow);
      case 8 -> new SanMessage.Moved(id, flow, random.nextInt(), random.nextInt(0x10000), node);
      default -> new SanMessage.Following(id, flow);
    };
  }
}
