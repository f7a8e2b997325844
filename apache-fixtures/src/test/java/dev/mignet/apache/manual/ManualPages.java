package dev.mignet.apache.manual;

import dev.mignet.topology.cli.Main;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a manual page for each command, in AsciiDoc; the Maven profile "man" makes roff of it. */
public final class ManualPages {

  private ManualPages() {}

  /** Writes them into the folder that the only argument names. */
  public static void main(String[] arguments) throws IOException {
    CommandLine mignet = Main.commandLine(Map.of());
    CommandSpec all = mignet.getCommandSpec();
    all.usageMessage()
        .exitCodeListHeading("Exit status%n")
        .footerHeading("Environment%n")
        .footer(all.usageMessage().footer()[0].strip());
    below(mignet).forEach(command -> complete(command.getCommandSpec()));
    int exitCode =
        ManPageGenerator.generateManPage(new File(arguments[0]), null, new boolean[0], false, all);
    if (exitCode != 0) {
      throw new IOException("no manual pages, exit code " + exitCode);
    }
  }

  /** The commands below one, and all below them. */
  static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(next -> Stream.concat(Stream.of(next), below(next)));
  }

  /** Adds what {@code --help} of a command leaves to that of mignet. */
  private static void complete(CommandSpec command) {
    List<String> lines = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp()) {
        lines.add("*" + variable(option) + "*: as *" + option.longestName() + "*.");
        lines.add("");
      }
    }
    if (!lines.isEmpty()) {
      command.usageMessage().footerHeading("Environment%n").footer(lines.toArray(String[]::new));
    }
  }

  /** The environment variable that stands for the option. */
  static String variable(OptionSpec option) {
    String name = option.longestName().substring("--".length());
    return "MIGNET_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
