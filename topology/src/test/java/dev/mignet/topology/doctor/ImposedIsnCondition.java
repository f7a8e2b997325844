package dev.mignet.topology.doctor;

import dev.mignet.topology.spi.Feature;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresImposedIsn}. */
final class ImposedIsnCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Feature feature = MachineProbes.imposedIsn();
    return feature.present()
        ? ConditionEvaluationResult.enabled(feature.detail())
        : ConditionEvaluationResult.disabled(feature.remedy() + "; found: " + feature.detail());
  }
}
