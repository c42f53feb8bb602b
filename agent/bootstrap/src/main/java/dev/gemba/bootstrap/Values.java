package dev.gemba.bootstrap;

import jdk.internal.vm.annotation.DontInline;

/**
 * What a guide says of a call that is over.
 *
 * @param series under which it is recorded
 * @param errorType null if it did not fail
 */
record Values(Series series, String errorType) {

  @DontInline
  static Values of(
      Probe probe,
      Guide guide,
      Object self,
      Object[] arguments,
      Object returned,
      Throwable thrown) {
    long since = GuidedCall.beginReading();
    try {
      Series series = guide.series(probe.series, self, arguments, returned, thrown);
      guide.measure(series, self, arguments, returned, thrown);
      String errorType =
          thrown == null ? guide.errorType(self, arguments, returned) : thrown.getClass().getName();
      Series exit =
          errorType == null
              ? series
              : series.child(Series.ERROR_TYPE, errorType, Recorder.current());
      return new Values(exit, errorType);
    } finally {
      GuidedCall.endReading(since);
    }
  }

  /** What a span says besides; see {@link Capture#attributes}. */
  @DontInline
  static Object[] attributes(
      Guide guide, Object self, Object[] arguments, Object returned, Throwable thrown) {
    long since = GuidedCall.beginReading();
    try {
      return guide.attributes(self, arguments, returned, thrown);
    } finally {
      GuidedCall.endReading(since);
    }
  }
}
