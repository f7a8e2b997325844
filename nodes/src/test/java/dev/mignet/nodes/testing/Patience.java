package dev.mignet.nodes.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait for what must happen. A machine that is many times slower than others, such
 * as one that is emulated, says by how many in {@code MIGNET_TEST_PATIENCE}, a whole number. What
 * must happen stays the same.
 *
 * <p>It is part of {@link RequiresRoot}, and as such sets how long Awaitility waits where a test
 * says nothing.
 */
public final class Patience implements BeforeAllCallback {
  static final String VARIABLE = "MIGNET_TEST_PATIENCE";
  private static final Duration AWAITILITY = Duration.ofSeconds(10);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(of(AWAITILITY));
  }

  /** As long as this, or longer where the machine asks for patience. */
  public static Duration of(Duration usual) {
    return usual.multipliedBy(factor(System.getenv(VARIABLE)));
  }

  /** Nanoseconds: {@link #of} these milliseconds. */
  public static double nanos(double usualMillis) {
    return usualMillis * of(Duration.ofMillis(1)).toNanos();
  }

  /** As high as this rate, or lower: what takes a time by it takes {@link #of} that time. */
  public static long rate(long usual) {
    return usual / factor(System.getenv(VARIABLE));
  }

  static int factor(@Nullable String variable) {
    if (variable == null || variable.isEmpty()) {
      return 1;
    }
    if (!variable.matches("[1-9]\\d{0,2}")) {
      throw new IllegalStateException(VARIABLE + " is no whole number from 1 to 999: " + variable);
    }
    return Integer.parseInt(variable);
  }
}
