package dev.gemba.bootstrap;

/**
 * Sees to the calls of a library's method for a pack: besides their values, where they get the
 * trace from and hand it on to, and when they are over. Implemented by the agent under the same
 * rules as {@link Capture}, but where a method may throw: that is contained and counted ({@link
 * Drop#CAPTURE_FAILURE}), and the call goes on without what was asked.
 */
public abstract class Guide extends Capture {

  /** A call that goes on within the process. */
  public static final int INTERNAL = 0;

  /** A call that answers a request from another process. */
  public static final int SERVER = 1;

  /** A call that asks another process. */
  public static final int CLIENT = 2;

  /** A call that sends a message. */
  public static final int PRODUCER = 3;

  /** A call that takes a message in. */
  public static final int CONSUMER = 4;

  /** Of guides whose calls within each other all count. */
  public static final int NO_FAMILY = -1;

  /** What the calls are to the rest of their traces. */
  public final int kind;

  /** Of calls within each other, those whose guides have this in common count but once. */
  final int bit;

  /**
   * @param kind one of the five
   * @param family 0 to 31, of guides whose calls within each other count but once; or {@link
   *     #NO_FAMILY}
   */
  protected Guide(int kind, int family) {
    this.kind = kind;
    this.bit = family == NO_FAMILY ? 0 : 1 << family;
  }

  /** True if calls are not recorded, but only hand a trace on. */
  protected abstract boolean isPassing();

  /** False if a call is nothing that the pack means, as what it asks for is there already. */
  protected abstract boolean isToBeRecorded(Object self, Object[] arguments) throws Throwable;

  /** What a call from outside carries on; null if it begins a trace. */
  protected abstract TraceContext carriedIn(Object self, Object[] arguments) throws Throwable;

  /**
   * Hands on the trace; the call has begun, but its method has done nothing yet.
   *
   * @param context null if no trace is under way
   */
  protected abstract void carryOut(Object self, Object[] arguments, TraceContext context)
      throws Throwable;

  /**
   * The task that a call takes in which is not recorded, to be run some time in the trace that this
   * thread is at; null if it takes in none.
   */
  protected Object taskOffered(Object self, Object[] arguments) throws Throwable {
    return null;
  }

  /**
   * The task that a call runs which is not recorded, in the trace that it was offered in; null if
   * it runs none.
   */
  protected Object taskRun(Object self, Object[] arguments) throws Throwable {
    return null;
  }

  /**
   * How many bytes the calling thread has allocated so far, by which a call is told that comes from
   * outside; -1 if that is not known.
   */
  protected long allocatedBytes() {
    return -1;
  }

  /** What the call failed with although its method returned, in few words; null if it did not. */
  protected abstract String errorType(Object self, Object[] arguments, Object returned);

  /** True if the call goes on after its method has returned. */
  protected abstract boolean endsLater(Object self, Object[] arguments, Object returned)
      throws Throwable;

  /**
   * Has a call that ends later be ended when it is over.
   *
   * @return what the method returns instead, if it may be exchanged; mostly what it returned
   */
  protected abstract Object whenEnded(Object self, Object[] arguments, Object returned, Later call)
      throws Throwable;

  /**
   * A call begins of a method whose values are exchanged, which is no call that counts.
   *
   * @param arguments the method gets what stands in here afterwards, but for primitives
   */
  protected void taken(Object self, Object[] arguments) throws Throwable {}

  /**
   * A call ends of a method whose values are exchanged.
   *
   * @param probe id of the method's, under which calls may be begun that it leads to
   * @param returned null for void
   * @return what the method returns instead, of a class that it may return
   */
  protected Object given(int probe, Object self, Object[] arguments, Object returned)
      throws Throwable {
    return returned;
  }
}
