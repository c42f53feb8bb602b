package dev.gemba.bootstrap;

/** Asks guides what a method takes and returns instead. Whatever fails is contained and counted. */
final class Exchange {

  private Exchange() {}

  static void take(Guide guide, Object self, Object[] arguments) {
    if (Recorder.current().isCapturing()) {
      return;
    }
    Object[] own = arguments.clone();
    long since = GuidedCall.beginReading();
    try {
      guide.taken(self, arguments);
    } catch (Throwable e) {
      System.arraycopy(own, 0, arguments, 0, own.length);
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
    } finally {
      GuidedCall.endReading(since);
    }
  }

  static Object give(Guide guide, int probe, Object self, Object[] arguments, Object returned) {
    if (Recorder.current().isCapturing()) {
      return returned;
    }
    long since = GuidedCall.beginReading();
    try {
      return guide.given(probe, self, arguments, returned);
    } catch (Throwable e) {
      Recorder.current().drop(Drop.CAPTURE_FAILURE);
      return returned;
    } finally {
      GuidedCall.endReading(since);
    }
  }
}
