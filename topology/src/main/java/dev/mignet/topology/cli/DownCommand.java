package dev.mignet.topology.cli;

import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mignet down}. */
@Command(name = "down", description = "Take a lab down, whatever state it is in; safe to repeat.")
final class DownCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(names = "--all", description = "Take down every lab of this machine.")
  private boolean all;

  DownCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() {
    options.requireRoot();
    Set<String> existing = Labs.names();
    Set<String> wanted = all ? existing : Set.of(options.name(labs));
    for (String lab : wanted) {
      labs.down(lab);
      options.out().println("lab " + lab + (existing.contains(lab) ? " is down" : " was not up"));
    }
    if (wanted.isEmpty()) {
      options.out().println("no lab is up");
    }
    options.out().flush();
    return ExitCode.DONE;
  }
}
