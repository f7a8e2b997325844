package dev.mignet.topology.cli;

import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.run.Leftovers;
import dev.mignet.topology.run.Leftovers.Leftover;
import dev.mignet.topology.run.Leftovers.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mignet clean}. */
@Command(
    name = "clean",
    description = {
      "Remove what a Mignet that was killed has left on this machine, and show what that was.",
      "It is found by the names of namespaces, cgroups and folders that only Mignet gives; labs"
          + " that are up stay, and labs that an \"up\" is still at."
    })
final class CleanCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(
      names = "--lab",
      paramLabel = "NAME",
      description = "Remove only what is left of this lab.")
  private @Nullable String lab;

  @Option(names = "--all", description = "Remove labs that are up too.")
  private boolean all;

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only show what would be removed.")
  private boolean dryRun;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    if (!Doctor.isRoot()) {
      throw new NeedsRootException(command.name());
    }
    Scope scope = new Scope(Optional.ofNullable(lab), all);
    List<Leftover> leftovers = dryRun ? Leftovers.find(scope) : Leftovers.remove(scope);
    Table table = new Table("OF", "KIND", dryRun ? "WOULD BE REMOVED" : "REMOVED");
    for (Leftover leftover : leftovers) {
      String kind = leftover.kind().name().toLowerCase(Locale.ROOT);
      table.row(leftover.owner(), kind, leftover.name());
    }
    json.print(command.commandLine().getOut(), leftovers, table);
    return ExitCode.DONE;
  }
}
