package dev.gemba.bootstrap;

/**
 * What a guide says of a call that is over.
 *
 * @param series under which it is recorded
 * @param errorType null if it did not fail
 * @param attributes see {@link Capture#attributes}; null if its span is not kept
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, and compared by nobody
record Values(Series series, String errorType, Object[] attributes) {

  static Values of(
      Probe probe,
      Guide guide,
      boolean sampled,
      Object self,
      Object[] arguments,
      Object returned,
      Throwable thrown) {
    long since = GuidedCall.beginReading();
    try {
      Series series = guide.series(probe.series, self, arguments, returned, thrown);
      guide.measure(series, self, arguments, returned, thrown);
      Object[] attributes = sampled ? guide.attributes(self, arguments, returned, thrown) : null;
      String errorType =
          thrown == null ? guide.errorType(self, arguments, returned) : thrown.getClass().getName();
      Series exit =
          errorType == null
              ? series
              : series.child(Series.ERROR_TYPE, errorType, Recorder.current());
      return new Values(exit, errorType, attributes);
    } finally {
      GuidedCall.endReading(since);
    }
  }
}
