package dev.gemba.bootstrap;

/**
 * Reads values of a call for one probe. Implemented by the agent, called on application threads at
 * the end of a call. Implementations contain every failure and are stateless or immutable.
 */
public abstract class Capture {

  /**
   * The series under which the call is recorded: the given one, or a child of it if there are
   * dimensions or the operation's name depends on the receiver.
   */
  protected abstract Series series(
      Series series,
      Recorder recorder,
      Object self,
      Object[] arguments,
      Object returned,
      Throwable thrown);

  /** Records the measures of the call. */
  protected abstract void measure(
      Series series,
      Recorder recorder,
      Object self,
      Object[] arguments,
      Object returned,
      Throwable thrown);

  /**
   * The span's attributes as name, value, name, value and so on, each value a String, Boolean,
   * Long, Double or null; null if there are none.
   */
  protected abstract Object[] attributes(
      Recorder recorder, Object self, Object[] arguments, Object returned, Throwable thrown);
}
