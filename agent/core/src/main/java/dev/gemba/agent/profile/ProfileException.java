package dev.gemba.agent.profile;

/** A profile cannot be made; the message says why, for people. */
public final class ProfileException extends Exception {

  private static final long serialVersionUID = 1L;

  ProfileException(String message) {
    super(message);
  }

  ProfileException(String message, Throwable cause) {
    super(message, cause);
  }
}
