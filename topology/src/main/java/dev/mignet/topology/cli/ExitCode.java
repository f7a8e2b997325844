package dev.mignet.topology.cli;

/** What {@code mignet} ends with. 4 is kept for results that are not valid (fidelity). */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;

  /** The command line is wrong; picocli's own choice. */
  static final int USAGE = 2;

  static final int INVALID_FILE = 3;

  private ExitCode() {}
}
