package dev.mignet.topology.cli;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Step;
import dev.mignet.topology.run.LocalLabs;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet plan}. */
@Command(
    name = "plan",
    description = {
      "Show the steps that \"up\" would take, with reasons; touches nothing.",
      "Where the lab is up, these are the steps that change it to what the topology says."
    })
final class PlanCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  PlanCommand(LocalLabs labs) {
    this.labs = labs;
  }

  private record StepText(String change, String step, String reason, List<String> after) {
    static StepText of(Step step) {
      String change =
          step.action() instanceof Action.Undo
              ? "remove"
              : step.action() instanceof Action.Again ? "change" : "add";
      return new StepText(change, step.name(), step.reason(), step.after());
    }
  }

  @Override
  public Integer call() {
    Lab lab = options.topology(labs);
    List<StepText> all = labs.plan(lab).stream().map(StepText::of).toList();
    Table table = new Table("CHANGE", "STEP", "REASON");
    all.forEach(step -> table.row(step.change(), step.step(), step.reason()));
    json.print(options.out(), all, table);
    return ExitCode.DONE;
  }
}
