package dev.mignet.topology.spi;

/** Adds a sub-command to {@code mignet}; found by {@link java.util.ServiceLoader}. */
public interface Subcommand {

  /**
   * An object annotated with picocli's {@code @Command} (its {@code name} is the sub-command's)
   * that is a {@code Callable<Integer>}: the exit code. Or a {@code CommandLine} with such a one
   * and sub-commands of its own.
   *
   * @param labs brings labs up and down
   */
  Object command(LabRunner labs);
}
