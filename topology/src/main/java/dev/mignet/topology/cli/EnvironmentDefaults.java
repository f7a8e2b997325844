package dev.mignet.topology.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives every option its value from the environment: {@code --lab} from {@code MIGNET_LAB}. */
final class EnvironmentDefaults implements IDefaultValueProvider {

  /** The environment, as {@link System#getenv(String)}. */
  @FunctionalInterface
  interface Variables {
    @Nullable String get(String name);
  }

  private final Variables variables;

  EnvironmentDefaults(Variables variables) {
    this.variables = variables;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp()) {
      return null;
    }
    String name = option.longestName();
    int dashes = name.startsWith("--") ? 2 : 1;
    return variables.get(
        "MIGNET_" + name.substring(dashes).replace('-', '_').toUpperCase(Locale.ROOT));
  }
}
