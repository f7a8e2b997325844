package dev.mignet.nodes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresRoot}. */
final class RootCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return evaluate(isRoot(), "1".equals(System.getenv("MIGNET_REQUIRE_ROOT")));
  }

  static ConditionEvaluationResult evaluate(boolean root, boolean required) {
    if (root) {
      return ConditionEvaluationResult.enabled("root");
    }
    if (required) {
      throw new IllegalStateException("MIGNET_REQUIRE_ROOT=1, but this is not root");
    }
    return ConditionEvaluationResult.disabled("needs root: run the build with sudo");
  }

  private static boolean isRoot() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
