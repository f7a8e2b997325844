package dev.mignet.topology.cli;

import dev.mignet.topology.run.LinkControl;
import dev.mignet.topology.run.LinkControl.Which;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.yaml.WireKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mignet link}. */
@Command(
    name = "link",
    description = "Change a link of a lab that is up.",
    synopsisSubcommandLabel = "(set|up|down|reset)")
final class LinkCommand {

  private final LocalLabs labs;

  LinkCommand(LocalLabs labs) {
    this.labs = labs;
  }

  /** What all of them have. */
  private abstract static class OnWire implements Callable<Integer> {
    private final LocalLabs labs;

    @Mixin private final LabOptions options = new LabOptions();

    @Parameters(
        index = "0",
        paramLabel = "NODE:INTERFACE",
        description = "One end of the wire, as \"mignet links\" shows it.")
    private String end = "";

    OnWire(LocalLabs labs) {
      this.labs = labs;
    }

    abstract void change(LinkControl control, String wireEnd);

    LabOptions options() {
      return options;
    }

    @Override
    public final Integer call() {
      options.requireRoot();
      change(new LinkControl(labs, options.name(labs)), end);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "set",
      description = {
        "Change rate, delay, jitter, loss, duplicate, reorder, corrupt, store-and-forward or queue of a"
            + " wire, given as the topology gives them: rate=\"10 Mbit\" delay=5ms loss=1%%.",
        "What is not given stays as it is."
      })
  private static final class SetCommand extends OnWire {

    @Option(
        names = "--only",
        paramLabel = "out|in",
        description = "Only what the end sends, or only what it receives; default: both.")
    private Which only = Which.BOTH;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "Changes.")
    private List<String> settings = List.of();

    SetCommand(LocalLabs labs) {
      super(labs);
    }

    @Override
    void change(LinkControl control, String wireEnd) {
      Map<WireKey, String> values = new EnumMap<>(WireKey.class);
      settings.forEach(setting -> parse(setting, values));
      try {
        control.set(wireEnd, only, values);
      } catch (IllegalArgumentException e) {
        throw options().usage(String.valueOf(e.getMessage()));
      }
    }

    private void parse(String setting, Map<WireKey, String> values) {
      int equals = setting.indexOf('=');
      String key = equals < 0 ? setting : setting.substring(0, equals);
      WireKey known =
          WireKey.find(key)
              .orElseThrow(
                  () ->
                      options()
                          .usage(
                              "no setting \""
                                  + key
                                  + "\"; known are "
                                  + String.join(", ", WireKey.keys())));
      if (equals < 0) {
        throw options().usage("\"" + key + "\" needs a value: " + key + "=VALUE");
      }
      String text = setting.substring(equals + 1);
      try {
        known.parse(text);
      } catch (IllegalArgumentException e) {
        throw options().usage(key + ": " + e.getMessage());
      }
      values.put(known, text);
    }
  }

  @Command(name = "up", description = "Mend a wire that was cut.")
  private static final class UpWireCommand extends OnWire {
    UpWireCommand(LocalLabs labs) {
      super(labs);
    }

    @Override
    void change(LinkControl control, String wireEnd) {
      control.up(wireEnd);
    }
  }

  @Command(
      name = "down",
      description = {
        "Cut a wire, as if its cable were pulled: no packet passes, either way.",
        "Its interfaces are no longer running (NO-CARRIER); addresses and routes stay."
      })
  private static final class DownWireCommand extends OnWire {
    DownWireCommand(LocalLabs labs) {
      super(labs);
    }

    @Override
    void change(LinkControl control, String wireEnd) {
      control.down(wireEnd);
    }
  }

  @Command(name = "reset", description = "Make a wire what the topology says, and mend it.")
  private static final class ResetCommand extends OnWire {
    ResetCommand(LocalLabs labs) {
      super(labs);
    }

    @Override
    void change(LinkControl control, String wireEnd) {
      control.reset(wireEnd);
    }
  }

  /** The sub-commands. */
  List<Object> commands() {
    return List.of(
        new SetCommand(labs),
        new UpWireCommand(labs),
        new DownWireCommand(labs),
        new ResetCommand(labs));
  }
}
