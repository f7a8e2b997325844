package dev.mignet.topology.cli;

import dev.mignet.topology.look.Reachability;
import dev.mignet.topology.look.Reachability.Outcome;
import dev.mignet.topology.look.Reachability.Ping;
import dev.mignet.topology.run.LocalLabs;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet ping}. */
@Command(
    name = "ping",
    description = {
      "Send one ICMP echo request from each node to each address of each other node.",
      "Ends with 1 where one is not answered within a second. \"no route\" is no failure: the"
          + " topology gives no way between the two."
    })
final class PingCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  PingCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws InterruptedException {
    options.requireRoot();
    List<Ping> pings = Reachability.ofAll(options.running(labs));
    Table table = new Table("FROM", "TO", "ADDRESS", "RESULT", "MS", "WHY");
    for (Ping ping : pings) {
      boolean answered = ping.outcome() == Outcome.OK;
      table.row(
          ping.from(),
          ping.to(),
          ping.address(),
          text(ping.outcome()),
          answered ? String.format(Locale.ROOT, "%.3f", ping.millis()) : "",
          ping.why());
    }
    json.print(options.out(), pings, table);
    return pings.stream().anyMatch(ping -> ping.outcome() == Outcome.FAILED)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case OK -> "ok";
      case FAILED -> "FAILED";
      case NO_ROUTE -> "no route";
    };
  }
}
