package dev.gemba.bootstrap;

/**
 * Reads values of a call for one probe. Implemented by the agent, called on application threads at
 * the end of a call. Implementations contain every failure, are stateless or immutable, and look
 * the recorder up after a value was read: reading it may move a virtual thread to another carrier.
 */
public abstract class Capture {

  /**
   * The series under which the call is recorded: the given one, or a child of it if there are
   * dimensions or the operation's name depends on the receiver.
   */
  protected abstract Series series(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown);

  /** Records the measures of the call. */
  protected abstract void measure(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown);

  /**
   * The span's attributes as name, value, name, value and so on, each value a String, Boolean,
   * Long, Double or null; null if there are none.
   */
  protected abstract Object[] attributes(
      Object self, Object[] arguments, Object returned, Throwable thrown);
}
