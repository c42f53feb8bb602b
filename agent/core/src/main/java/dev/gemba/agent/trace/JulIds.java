package dev.gemba.agent.trace;

import dev.gemba.bootstrap.TraceContext;

/**
 * Has a formatter of {@code java.util.logging} write the ids of the span behind the message of a
 * record: there is no MDC that they could be in. On the thread that formats, which is the one that
 * logs for all handlers of the JDK's; one that formats on another thread writes no ids, as that is
 * in no span. Safe for use by all threads.
 */
final class JulIds implements Exchange {

  @Override
  public Object given(int probe, Object self, Object[] arguments, Object returned)
      throws Throwable {
    TraceContext span = TraceContext.shownNow();
    if (span == null || !(returned instanceof String message)) {
      return returned;
    }
    StringBuilder text = new StringBuilder(message);
    LogIds.tell(span, (name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.toString();
  }
}
