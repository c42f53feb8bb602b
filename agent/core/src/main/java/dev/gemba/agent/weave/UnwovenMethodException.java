package dev.gemba.agent.weave;

/** Thrown for one method, for its class to be woven without it. */
final class UnwovenMethodException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String method;

  /**
   * @param method name and descriptor
   * @param reason what is the matter with it, as said behind its name
   */
  UnwovenMethodException(String method, String reason) {
    super(reason, null, false, false);
    this.method = method;
  }

  String method() {
    return method;
  }
}
