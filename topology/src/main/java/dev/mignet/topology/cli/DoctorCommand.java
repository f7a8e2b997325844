package dev.mignet.topology.cli;

import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Feature;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mignet doctor}. */
@Command(
    name = "doctor",
    description = {
      "Try on this machine what labs need; show what Mignet does without what is missing, and the"
          + " remedy.",
      "Ends with 1 where something is missing that is not optional."
    })
final class DoctorCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final JsonOption json = new JsonOption();

  DoctorCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() {
    List<Feature> features = Doctor.everything(labs.catalogue().services().values());
    Table table = new Table("FEATURE", "STATE", "FOUND", "COST", "REMEDY");
    for (Feature feature : features) {
      table.row(
          feature.name(), feature.state(), feature.detail(), feature.cost(), feature.remedy());
    }
    json.print(command.commandLine().getOut(), features, table);
    return Doctor.isSufficient(features) ? ExitCode.DONE : ExitCode.FAILED;
  }
}
