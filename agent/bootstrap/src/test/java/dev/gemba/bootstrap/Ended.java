package dev.gemba.bootstrap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A span that has reached the collector, as far as tests look at it. */
record Ended(
    long high,
    long trace,
    long id,
    long parent,
    int kind,
    String name,
    String error,
    List<Object> attributes,
    long lost) {

  /** Those of the calling thread since the last call. */
  static List<Ended> drain() {
    List<Ended> ended = new ArrayList<>();
    SpanRing ring = Recorder.current().ring();
    if (ring != null) {
      ring.drain(
          (high, low, id, parent, from, to, thread, kind, probe, series, error, values, st, lost) ->
              ended.add(
                  new Ended(
                      high,
                      low,
                      id,
                      parent,
                      kind,
                      series.operation,
                      error,
                      values == null ? List.of() : Arrays.asList(values),
                      lost)));
    }
    return ended;
  }
}
