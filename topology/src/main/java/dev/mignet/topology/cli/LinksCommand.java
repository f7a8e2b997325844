package dev.mignet.topology.cli;

import dev.mignet.topology.look.LinkEnds;
import dev.mignet.topology.look.LinkEnds.LinkEnd;
import dev.mignet.topology.look.LinkEnds.State;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.yaml.Rate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mignet links}. */
@Command(
    name = "links",
    description = {
      "Show both ends of each wire: interfaces of nodes, and ports of switches.",
      "Rate and impairments are of what the end sends, with what the topology says where \"mignet"
          + " link set\" has changed them; MTU, state and counters are the kernel's."
    })
final class LinksCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();
  @Mixin private final JsonOption json = new JsonOption();

  LinksCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() {
    options.requireRoot();
    List<LinkEnd> ends = LinkEnds.of(options.running(labs).lab());
    Table table =
        new Table(
            "END",
            "PEER",
            "PROFILE",
            "RATE",
            "IMPAIRMENTS",
            "MTU",
            "STATE",
            "RX BYTES",
            "TX BYTES",
            "RX DROPS",
            "TX DROPS");
    for (LinkEnd end : ends) {
      table.row(
          end.end(),
          end.peer(),
          end.profile(),
          changed(rate(end.bitsPerSecond()), rate(end.plannedBitsPerSecond())),
          changed(text(end.impairments()), text(end.plannedImpairments())),
          Integer.toString(end.mtu()),
          text(end.state()),
          Long.toString(end.receivedBytes()),
          Long.toString(end.sentBytes()),
          Long.toString(end.receiveDrops()),
          Long.toString(end.sendDrops()));
    }
    json.print(options.out(), ends, table);
    return ExitCode.DONE;
  }

  private static String rate(long bitsPerSecond) {
    return bitsPerSecond == 0 ? "" : Rate.text(bitsPerSecond);
  }

  private static String text(List<String> impairments) {
    return String.join(", ", impairments);
  }

  /** What there is, and behind it what the topology says, where that is something else. */
  private static String changed(String present, String planned) {
    String told = present.isEmpty() ? "none" : present;
    return present.equals(planned)
        ? present
        : told + " (file: " + (planned.isEmpty() ? "none" : planned) + ')';
  }

  private static String text(State state) {
    return switch (state) {
      case UP -> "up";
      case DOWN -> "down";
      case MISSING -> "missing";
    };
  }
}
