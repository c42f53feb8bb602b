package dev.gemba.agent.profile;

/** Tells woven methods among the frames of a stack. Safe for use by one thread at a time. */
public interface FrameOperations {

  /**
   * The operation under which calls of a method are recorded.
   *
   * @param type internal name of the class, {@code com/acme/Board}
   * @param descriptor {@code (I)V}; empty if that is not known
   * @return null if it is none of woven methods
   */
  String of(String type, String method, String descriptor);
}
