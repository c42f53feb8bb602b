package dev.gemba.cli;

/** What the process's exit code means to a script. */
final class ExitCode {

  /** All is well. */
  static final int GOOD = 0;

  /** A budget is broken, something got slower, or a config has problems. */
  static final int BROKEN = 1;

  /** The command line, or a file that it names, cannot be used. */
  static final int USAGE = 2;

  /** There is too little data to tell. */
  static final int INCONCLUSIVE = 3;

  /** The JVM, or the agent in it, cannot be reached. */
  static final int UNREACHABLE = 4;

  private ExitCode() {}
}
