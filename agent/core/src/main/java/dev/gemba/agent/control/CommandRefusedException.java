package dev.gemba.agent.control;

import java.io.Serial;

/** The agent cannot do what it was asked for; the message says why, and what it can. */
public final class CommandRefusedException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** Whose fault it is, in the words of the protocol. */
  private final String code;

  private CommandRefusedException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The request itself is wrong. */
  public static CommandRefusedException usage(String message) {
    return new CommandRefusedException("usage", message);
  }

  /** The request is right, and this is not the time or the JVM for it. */
  public static CommandRefusedException refused(String message) {
    return new CommandRefusedException("refused", message);
  }

  String code() {
    return code;
  }
}
