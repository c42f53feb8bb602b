package dev.gemba.cli.remote;

import java.io.Serial;

/** A JVM or the agent in it did not do what was asked; the message says why, and what helps. */
public final class RemoteException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** The JVM, or an agent in it, cannot be reached. */
    UNREACHABLE,
    /** The agent does not know such a request. */
    USAGE,
    /** The agent understood, and refused or failed. */
    REFUSED
  }

  private final Kind kind;

  public RemoteException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static RemoteException unreachable(String message) {
    return new RemoteException(Kind.UNREACHABLE, message);
  }

  public Kind kind() {
    return kind;
  }
}
