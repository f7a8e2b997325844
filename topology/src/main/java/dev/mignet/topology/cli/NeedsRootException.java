package dev.mignet.topology.cli;

/** A command was run without root that cannot do its work so. */
final class NeedsRootException extends RuntimeException {

  NeedsRootException(String command) {
    super("mignet " + command + " needs root: run it with sudo");
  }
}
