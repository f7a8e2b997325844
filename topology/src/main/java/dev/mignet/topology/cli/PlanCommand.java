package dev.mignet.topology.cli;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Actual;
import dev.mignet.topology.plan.Plan;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet plan}. */
@Command(name = "plan", description = "Show the steps that \"up\" would take; touches nothing.")
final class PlanCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  PlanCommand(LocalLabs labs) {
    this.labs = labs;
  }

  private record StepText(String step, String reason, List<String> after) {}

  @Override
  public Integer call() {
    Lab lab = options.topology(labs);
    Plan plan =
        Planner.plan(lab, Labs.state(lab.name()).map(LabState::actual).orElse(Actual.NOTHING));
    Table table = new Table("STEP", "REASON");
    for (Step step : plan.steps()) {
      table.row(step.name(), step.reason());
    }
    List<StepText> all =
        plan.steps().stream()
            .map(step -> new StepText(step.name(), step.reason(), step.after()))
            .toList();
    json.print(options.out(), all, table);
    return ExitCode.DONE;
  }
}
