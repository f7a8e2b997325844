package dev.mignet.apache.migration;

import dev.mignet.tcpmig.settings.Mechanism;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism of classes that do not run {@link WithEachMechanism}: the one that daemons take by
 * themselves, or what {@code MIGNET_TEST_MECHANISM} in the environment says, {@code imposed-isn} or
 * {@code translation}.
 */
final class UnchosenMechanism {
  static final String VARIABLE = "MIGNET_TEST_MECHANISM";

  private UnchosenMechanism() {}

  static Mechanism get() {
    return of(System.getenv(VARIABLE));
  }

  static Mechanism of(@Nullable String variable) {
    if (variable == null || variable.isEmpty()) {
      return Mechanism.AUTO;
    }
    return Stream.of(Mechanism.values())
        .filter(mechanism -> mechanism.text().equals(variable))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(VARIABLE + " is no mechanism: " + variable));
  }
}
