package dev.gemba.kanban.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * What one worker has counted: every request, by kind and by status. One thread writes; another may
 * read {@link #requests} meanwhile and everything else once the writer has ended.
 */
final class Tally {
  /** Stands for a status where no answer came. */
  static final int NO_ANSWER = 0;

  private static final int SIGNIFICANT_DIGITS = 3;

  private final AtomicLong requests = new AtomicLong();
  private final Map<Kind, SortedMap<Integer, Long>> countsByKind = new EnumMap<>(Kind.class);
  private final Histogram micros = new Histogram(SIGNIFICANT_DIGITS);

  void record(Kind kind, int status, long nanos) {
    requests.setRelease(requests.getPlain() + 1);
    countsByKind.computeIfAbsent(kind, key -> new TreeMap<>()).merge(status, 1L, Long::sum);
    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  /** Adds what another has counted. */
  void add(Tally other) {
    requests.addAndGet(other.requests());
    other.countsByKind.forEach(
        (kind, counts) ->
            counts.forEach(
                (status, count) ->
                    countsByKind
                        .computeIfAbsent(kind, key -> new TreeMap<>())
                        .merge(status, count, Long::sum)));
    micros.add(other.micros);
  }

  long requests() {
    return requests.get();
  }

  Map<Kind, SortedMap<Integer, Long>> countsByKind() {
    return countsByKind;
  }

  /** Latencies in microseconds, to three digits. */
  Histogram micros() {
    return micros;
  }
}
