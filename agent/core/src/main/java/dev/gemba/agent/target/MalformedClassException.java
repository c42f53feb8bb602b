package dev.gemba.agent.target;

import java.io.Serial;

/** Bytes that are not a class file as JVMS chapter 4 has it; the message says why. */
public final class MalformedClassException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedClassException(String message) {
    super(message);
  }

  MalformedClassException(String message, Throwable cause) {
    super(message, cause);
  }
}
