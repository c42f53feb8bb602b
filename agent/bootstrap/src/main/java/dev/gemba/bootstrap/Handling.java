package dev.gemba.bootstrap;

/**
 * The handling of a message that the application took: a call without a frame of its own. It begins
 * where the message is handed out, and is over when the same thread asks for the next one, asks
 * whom the messages are from for more, or is done with the task that it ran. Until then what the
 * thread does carries on the message's trace.
 *
 * <p>Begun and ended by one thread, whose stack of spans knows of it; harmless on any other.
 * Contains every failure.
 */
final class Handling {

  private final Probe probe;
  private final Object source;
  private final GuidedCall call;
  private final long token;
  private final Object[] arguments;

  private Handling(Probe probe, Object source, GuidedCall call, long token, Object[] arguments) {
    this.probe = probe;
    this.source = source;
    this.call = call;
    this.token = token;
    this.arguments = arguments;
  }

  /**
   * The calling thread begins to handle a message.
   *
   * @param id of the probe under which it is recorded
   * @param source whom the message is from; the receiver, to the guide
   * @param message the only argument, to the guide
   * @return null if nothing is recorded
   */
  static Handling begin(int id, Object source, Object message) {
    Object[] arguments = {message, null};
    try {
      Probe probe = Probes.get(id);
      if (Probes.levelOf(id) == Probe.DARK || !(probe.capture instanceof Guide guide)) {
        return null;
      }
      long token = GuidedCall.begin(probe, guide, source, arguments);
      GuidedCall call = GuidedCall.of(arguments);
      if (call == null) {
        return null;
      }
      Handling begun = new Handling(probe, source, call, token, arguments);
      call.stack().handling(begun);
      return begun;
    } catch (Throwable e) {
      Bridge.abandonedGuided(e, id, arguments);
      return null;
    }
  }

  /** It is over, if it is this thread's and was not over before. */
  void end() {
    try {
      if (call.stack().isHandling(this)) {
        call.leave();
        // Where another tracer had begun that very thing already, nothing was there to leave.
        call.stack().handled(this);
      }
    } catch (Throwable e) {
      Bridge.failed(e, probe.id);
    }
  }

  /** Records it, as its stack is left. */
  void record() {
    try {
      call.record(token, source, arguments, null, null);
    } catch (Throwable e) {
      Bridge.abandoned(e, probe.id, token);
    }
  }

  boolean isOf(Object other) {
    return source == other;
  }
}
