package dev.gemba.cli;

/** Ends a command with an exit code and one message for the user, without a stack trace. */
final class CommandFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * @param message what was found, where, and what is accepted
   */
  CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
