package dev.gemba.agent.capture;

import dev.gemba.bootstrap.Guide;
import dev.gemba.bootstrap.Later;
import dev.gemba.bootstrap.Series;
import dev.gemba.bootstrap.TraceContext;

/** Sees to calls that are over when the future or publisher is that they return. Immutable. */
public final class FutureGuide extends Guide {

  private final TargetCapture values;
  private final Publishers publishers;

  /**
   * @param values what is captured; null if nothing is
   */
  public FutureGuide(TargetCapture values, Publishers publishers) {
    super(INTERNAL, Guide.NO_FAMILY);
    this.publishers = publishers;
    this.values = values;
  }

  @Override
  protected boolean isPassing() {
    return false;
  }

  @Override
  protected boolean isToBeRecorded(Object self, Object[] arguments) {
    return true;
  }

  @Override
  protected TraceContext carriedIn(Object self, Object[] arguments) {
    return null;
  }

  @Override
  protected void carryOut(Object self, Object[] arguments, TraceContext context) {
    // The trace stays within the process.
  }

  @Override
  protected String errorType(Object self, Object[] arguments, Object returned) {
    return null;
  }

  @Override
  protected boolean endsLater(Object self, Object[] arguments, Object returned) {
    return Futures.isOne(returned) || publishers.isOne(returned);
  }

  @Override
  protected Object whenEnded(Object self, Object[] arguments, Object returned, Later call)
      throws Throwable {
    if (Futures.isOne(returned)) {
      Futures.whenDone(returned, call);
      return returned;
    }
    return publishers.untilDone(returned, call);
  }

  @Override
  protected Series series(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
    return values == null ? series : values.series(series, self, arguments, returned, thrown);
  }

  @Override
  protected void measure(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
    if (values != null) {
      values.measure(series, self, arguments, returned, thrown);
    }
  }

  @Override
  protected Object[] attributes(
      Object self, Object[] arguments, Object returned, Throwable thrown) {
    return values == null ? null : values.attributes(self, arguments, returned, thrown);
  }
}
