package dev.mignet.topology.cli;

/** What {@code mignet} ends with. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;

  /** The command line is wrong; picocli's own choice. */
  static final int USAGE = 2;

  static final int INVALID_FILE = 3;

  /** All was done, but what came of it is not valid: the machine was too small or too busy. */
  static final int NOT_VALID = 4;

  private ExitCode() {}
}
