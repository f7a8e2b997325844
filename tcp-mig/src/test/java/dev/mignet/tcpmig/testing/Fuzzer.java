package dev.mignet.tcpmig.testing;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a target many inputs, all made from one seed. An input is an array of bytes, even where the
 * target takes it for the program of a scenario, so that whatever makes a target throw can be
 * shrunk and printed.
 *
 * <p>The tests of this module feed ten million inputs in all: 6.5 million packets and TCP headers,
 * 2 million pieces of HTTP, 1.4 million datagrams of the SAN, 400,000 notes of the journal, 100,000
 * histories of a connection; to a running daemon, 5,000 requests on its control socket and 20,000
 * sealed datagrams.
 *
 * <p>Each run has another seed, and prints it; {@code -Dmignet.fuzz.seed=N} repeats a run.
 */
public final class Fuzzer {
  /** Makes an input. */
  public interface Maker {
    byte[] make(SplittableRandom random);
  }

  /** Takes an input; whatever it throws is a failure. */
  public interface Target {
    void feed(byte[] input) throws Exception;
  }

  private static final String SEED = "mignet.fuzz.seed";
  private static final int MOST_SHRINKING = 20_000;
  private static final int MOST_MUTATIONS = 4;
  private static final int[] EXTREMES = {0, 1, 0x7f, 0x80, 0xff};

  private Fuzzer() {}

  /** Feeds so many inputs; the first that makes the target throw is shrunk, then told. */
  public static void run(String what, int inputs, Maker maker, Target target) {
    Long told = Long.getLong(SEED);
    long seed = told == null ? System.nanoTime() : told;
    System.out.println("fuzzing " + what + ": " + inputs + " inputs, -D" + SEED + "=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < inputs; i++) {
      byte[] input = maker.make(random);
      Throwable failure = failure(target, input);
      if (failure != null) {
        byte[] shrunk = shrink(target, input, failure);
        throw new AssertionError(
            what
                + ": input "
                + i
                + " of -D"
                + SEED
                + "="
                + seed
                + ", shrunk from "
                + input.length
                + " bytes to "
                + HexFormat.of().formatHex(shrunk),
            failure(target, shrunk));
      }
    }
  }

  /** A good input with up to four mutations: bits, extremes, cuts, insertions, repetitions. */
  public static byte[] mutated(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(MOST_MUTATIONS + 1); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(8)) {
        case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2, 3 -> bytes[at] = (byte) EXTREMES[random.nextInt(EXTREMES.length)];
        case 4 -> bytes[at] = (byte) random.nextInt();
        case 5 -> bytes = Arrays.copyOf(bytes, at);
        case 6 -> bytes = without(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(4)));
        default -> bytes = repeated(bytes, at, Math.min(bytes.length, at + random.nextInt(40)));
      }
    }
    return bytes;
  }

  /** Bytes that mean nothing. */
  public static byte[] noise(int length, SplittableRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] shrink(Target target, byte[] input, Throwable failure) {
    byte[] smallest = input;
    int tries = 0;
    for (int size = Math.max(1, input.length / 2); size > 0; size /= 2) {
      for (int at = 0; at + size <= smallest.length && tries < MOST_SHRINKING; tries++) {
        byte[] smaller = without(smallest, at, at + size);
        if (isSame(failure, failure(target, smaller))) {
          smallest = smaller;
        } else {
          at += size;
        }
      }
    }
    for (int at = 0; at < smallest.length && tries < MOST_SHRINKING; at++, tries++) {
      byte[] plainer = smallest.clone();
      plainer[at] = 0;
      if (isSame(failure, failure(target, plainer))) {
        smallest = plainer;
      }
    }
    return smallest;
  }

  private static boolean isSame(Throwable failure, @Nullable Throwable other) {
    return other != null
        && other.getClass() == failure.getClass()
        && Arrays.equals(origin(other), origin(failure));
  }

  private static StackTraceElement[] origin(Throwable failure) {
    return Arrays.copyOf(failure.getStackTrace(), Math.min(1, failure.getStackTrace().length));
  }

  private static @Nullable Throwable failure(Target target, byte[] input) {
    try {
      target.feed(input);
      return null;
    } catch (Exception | AssertionError | StackOverflowError e) {
      return e;
    }
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    byte[] rest = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, rest, 0, from);
    System.arraycopy(bytes, to, rest, from, bytes.length - to);
    return rest;
  }

  private static byte[] repeated(byte[] bytes, int from, int to) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + to - from);
    System.arraycopy(bytes, from, longer, to, bytes.length - from);
    return longer;
  }
}
