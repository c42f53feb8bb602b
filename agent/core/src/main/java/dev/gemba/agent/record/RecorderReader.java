package dev.gemba.agent.record;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.HistogramPoint;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.bootstrap.Buckets;
import dev.gemba.bootstrap.Calibration;
import dev.gemba.bootstrap.Drop;
import dev.gemba.bootstrap.DurationCell;
import dev.gemba.bootstrap.Handoffs;
import dev.gemba.bootstrap.Measure;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Recorder;
import dev.gemba.bootstrap.Sampler;
import dev.gemba.bootstrap.Series;
import dev.gemba.bootstrap.SpanRing;
import dev.gemba.bootstrap.ValueCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads all recorders. For the collector thread alone; application threads write on meanwhile.
 *
 * <p>Counts, sums and buckets only ever grow, so a reading that misses what is being written just
 * now has it the next time, and is exact once the writers are quiet. A recorder whose thread has
 * ended is added to the retired totals and forgotten.
 */
public final class RecorderReader {

  /** Name of the metric for the time that went into captured values. */
  public static final String VALUES_TIME = "gemba.values.time";

  private static final String QUEUE_WAIT_TEXT =
      "Time from when a task of a trace is submitted to a pool until it runs; under 15 us is zero.";

  private static final String ALLOCATED_TEXT =
      "Bytes that the thread allocated in a call that answered a request or handled a message,"
          + " counted.";

  private static final String VALUE_TEXT = "A value captured from calls.";

  private static final double NANOS = 1e9;

  /** A slot of a ring is eight numbers and five references. */
  private static final long SPAN_RING_BYTES = 84L * Calibration.CALLS;

  /** A cell that only counts, with its place in an array. */
  private static final long CELL_BYTES = 100;

  /** One with durations of about three decades; see {@link Buckets}. */
  private static final long TIMED_BYTES = 1_900;

  /** A series with its attributes, its last total, and its points in the snapshots of now. */
  private static final long SERIES_BYTES = 2_000;

  /** A task that waits, with what it carries on; a weak reference if it has waited for long. */
  private static final long HANDOFF_BYTES = 120;

  /** A span that waits for a verdict, with its part of what holds it. */
  private static final long WAITING_BYTES = 120;

  private final DropCounters drops;
  private final WallClock clock;
  private final SpanBuffer spans;
  private final List<Recorder> recorders = new ArrayList<>();
  private int nextToDrain;
  private final IdentityHashMap<Thread, Recorder> byThread = new IdentityHashMap<>();
  private final IdentityHashMap<Thread, Recorder> freshThreads = new IdentityHashMap<>();
  private final List<SeriesReading> inUse = new ArrayList<>();
  private SeriesReading[] bySeries = new SeriesReading[64];
  private final Map<Measure, Distribution> retiredMeasures = new LinkedHashMap<>();
  private long retiredValuesNanos;
  private final long[] retiredDrops = new long[Drop.REASONS];
  private final SeriesTotal total = new SeriesTotal();
  private final MeasureTotal measureTotal = new MeasureTotal();
  private volatile long recorderBytes;
  private volatile int bufferedSpans;
  private volatile long bytesPerSpan = SpanBudget.BYTES_PER_SPAN;

  public RecorderReader(WallClock clock, DropCounters drops) {
    this.clock = clock;
    this.drops = drops;
    this.spans = new SpanBuffer(clock, drops);
  }

  /** Empties the span rings; to be called often enough that they do not run full. */
  public void drainSpans() {
    drainSpans(Long.MAX_VALUE);
  }

  /**
   * Empties as many span rings as there is time for, and goes on with the others the next time.
   *
   * @param nanos of waiting included: where hundreds of threads want the CPU, little is done in it
   */
  public void drainSpans(long nanos) {
    takeNew();
    long start = System.nanoTime();
    for (int left = recorders.size(); left > 0; left--) {
      nextToDrain = nextToDrain < recorders.size() ? nextToDrain : 0;
      SpanRing ring = recorders.get(nextToDrain++).ring();
      if (ring != null && ring.drain(spans) > 0 && System.nanoTime() - start >= nanos) {
        return;
      }
    }
  }

  /** The spans that came in since the last call. */
  public List<EndedSpan> takeSpans() {
    clock.correctDrift();
    return spans.take();
  }

  /** The state of all metrics. */
  public List<Metric> readMetrics() {
    retireEnded();
    Handoffs.sweep();
    Sampler.sweep();
    List<Metric> metrics = new ArrayList<>();
    readOperations(metrics);
    readMeasures(metrics);
    metrics.add(readValuesTime());
    metrics.add(readDrops());
    estimateHeld();
    return metrics;
  }

  private Metric readValuesTime() {
    long nanos = retiredValuesNanos;
    for (Recorder recorder : recorders) {
      nanos += recorder.valuesNanos();
    }
    return new Metric(
        VALUES_TIME,
        "s",
        "Time that went into reading dimensions, measures and attributes; one reading in "
            + Recorder.READINGS_PER_TIMED
            + " is timed.",
        new Metric.Sum(true, List.of(new NumberPoint(Attributes.empty(), nanos / NANOS))));
  }

  /**
   * What recorders, and what was read of them, took of the heap at the last reading, by estimate.
   * For any thread.
   */
  public long recorderBytes() {
    return recorderBytes;
  }

  /**
   * What spans take of the heap, by estimate from those of the last reading. For any thread.
   *
   * @param waiting how many are held elsewhere, besides those of the last reading
   */
  public long spanBytes(int waiting) {
    return (bufferedSpans + (long) waiting) * bytesPerSpan;
  }

  private void estimateHeld() {
    bufferedSpans = spans.size();
    if (bufferedSpans > 0) {
      bytesPerSpan = spans.bytes() / bufferedSpans;
    }
    recorderBytes = estimateRecorderBytes();
  }

  private long estimateRecorderBytes() {
    long bytes = 0;
    for (Recorder recorder : recorders) {
      bytes += recorder.ring() == null ? 0 : SPAN_RING_BYTES;
      bytes += recorder.heldBytes();
      bytes += 4L * recorder.cells().length;
      for (DurationCell cell : recorder.cells()) {
        bytes += cell == null ? 0 : cell.minNanos() > cell.maxNanos() ? CELL_BYTES : TIMED_BYTES;
      }
      bytes += (long) recorder.values().length * TIMED_BYTES;
    }
    return bytes
        + (long) inUse.size() * SERIES_BYTES
        + Handoffs.waiting() * HANDOFF_BYTES
        + Sampler.waiting() * WAITING_BYTES;
  }

  /**
   * Calls so far by operation, whatever their other attributes. Costs about half of what {@link
   * #readMetrics} does.
   */
  public Map<String, Long> readCalls() {
    takeNew();
    Map<String, Long> calls = new HashMap<>();
    collectCells();
    for (SeriesReading series : inUse) {
      calls.merge(series.operation(), series.callsNow(), Long::sum);
    }
    return calls;
  }

  /** How many recorders are written to, as far as is known. */
  int liveRecorders() {
    return recorders.size();
  }

  /** Lets go of the recorders. Every probe must be dark before. */
  public void close() {
    recorders.addAll(Recorder.takeNew());
    Recorder.giveBack(recorders);
    recorders.clear();
    byThread.clear();
  }

  /**
   * Takes in the recorders of new threads. A thread whose thread-locals were cleared, as the common
   * pool does between tasks, comes with a new one: its older ones are complete and retire.
   */
  private void takeNew() {
    List<Recorder> fresh = Recorder.takeNew();
    // The newest of a thread comes first.
    for (Recorder recorder : fresh) {
      boolean newest = freshThreads.put(recorder.thread(), recorder) == null;
      if (newest) {
        Recorder replaced = byThread.put(recorder.thread(), recorder);
        if (replaced != null) {
          recorders.remove(replaced);
          retire(replaced);
        }
        recorders.add(recorder);
      } else {
        retire(recorder);
      }
    }
    freshThreads.clear();
  }

  private void readOperations(List<Metric> metrics) {
    List<NumberPoint> calls = new ArrayList<>();
    List<HistogramPoint> durations = new ArrayList<>();
    collectCells();
    for (SeriesReading series : inUse) {
      series.read(total);
      calls.add(series.calls());
      if (series.isTimed()) {
        durations.add(series.durations(spans.slowest()));
      }
    }
    metrics.add(
        new Metric(
            "gemba.operation.calls",
            "{call}",
            "Calls of the operation, at every capture level.",
            new Metric.Sum(true, calls)));
    metrics.add(
        new Metric(
            "gemba.operation.duration",
            "s",
            "Duration of the operation's calls, including what they call.",
            new Metric.Histogram(durations)));
  }

  private void readMeasures(List<Metric> metrics) {
    Map<Measure, List<ValueCell>> cells = new LinkedHashMap<>();
    for (Recorder recorder : recorders) {
      for (ValueCell cell : recorder.values()) {
        if (cell != null) {
          cells.computeIfAbsent(cell.measure, measure -> new ArrayList<>()).add(cell);
        }
      }
    }
    Map<Measure, Distribution> measures = new LinkedHashMap<>(retiredMeasures);
    cells.forEach(
        (measure, ofThreads) -> {
          measureTotal.clear();
          ofThreads.forEach(measureTotal::add);
          measures.merge(measure, measureTotal.values(), Distribution::plus);
        });
    Map<String, List<HistogramPoint>> byName = new TreeMap<>();
    measures.forEach(
        (measure, distribution) ->
            byName
                .computeIfAbsent(measure.name, name -> new ArrayList<>())
                .add(
                    new HistogramPoint(
                        measure.operation.isEmpty()
                            ? Attributes.empty()
                            : Attributes.of("gemba.operation", measure.operation),
                        distribution)));
    byName.forEach(
        (name, points) ->
            metrics.add(
                switch (name) {
                  case Handoffs.QUEUE_WAIT ->
                      new Metric(name, "s", QUEUE_WAIT_TEXT, new Metric.Histogram(points));
                  case Series.ALLOCATED ->
                      new Metric(name, "By", ALLOCATED_TEXT, new Metric.Histogram(points));
                  default -> new Metric(name, "1", VALUE_TEXT, new Metric.Histogram(points));
                }));
  }

  private Metric readDrops() {
    Map<String, Long> byReason = new TreeMap<>(drops.totals());
    for (int reason = 0; reason < Drop.REASONS; reason++) {
      long n = retiredDrops[reason];
      for (Recorder recorder : recorders) {
        n += recorder.dropped(reason);
      }
      byReason.merge(Drop.name(reason), n, Long::sum);
    }
    byReason.merge("advice-failure", Probes.failures(), Long::sum);
    byReason.merge("stack-or-heap-exhausted", Probes.EXHAUSTED.get(), Long::sum);
    List<NumberPoint> points = new ArrayList<>();
    byReason.forEach(
        (reason, n) -> points.add(new NumberPoint(Attributes.of("reason", reason), n)));
    return new Metric(
        "gemba.dropped",
        "{item}",
        "What Gemba could not keep or do, by reason.",
        new Metric.Sum(true, points));
  }

  /** Goes through all recorders once, and not once for each series. */
  private void collectCells() {
    inUse.forEach(SeriesReading::begin);
    for (Recorder recorder : recorders) {
      for (DurationCell cell : recorder.cells()) {
        if (cell != null) {
          readingOf(cell.series).add(cell);
        }
      }
    }
  }

  private SeriesReading readingOf(Series series) {
    if (series.id >= bySeries.length) {
      bySeries = Arrays.copyOf(bySeries, Math.max(series.id + 1, bySeries.length * 2));
    }
    SeriesReading known = bySeries[series.id];
    if (known == null) {
      known = new SeriesReading(series, attributesOf(series));
      bySeries[series.id] = known;
      inUse.add(known);
    }
    return known;
  }

  private void retireEnded() {
    for (Iterator<Recorder> it = recorders.iterator(); it.hasNext(); ) {
      Recorder recorder = it.next();
      if (!recorder.thread().isAlive()) {
        retire(recorder);
        it.remove();
        byThread.remove(recorder.thread(), recorder);
      }
    }
  }

  private void retire(Recorder recorder) {
    recorder.retire();
    if (recorder.ring() != null) {
      recorder.ring().drain(spans);
    }
    for (DurationCell cell : recorder.cells()) {
      if (cell != null) {
        total.clear();
        total.add(cell);
        readingOf(cell.series).retire(total);
      }
    }
    for (ValueCell cell : recorder.values()) {
      if (cell != null) {
        measureTotal.clear();
        measureTotal.add(cell);
        retiredMeasures.merge(cell.measure, measureTotal.values(), Distribution::plus);
      }
    }
    retiredValuesNanos += recorder.valuesNanos();
    for (int reason = 0; reason < Drop.REASONS; reason++) {
      retiredDrops[reason] += recorder.dropped(reason);
    }
  }

  private static Attributes attributesOf(Series series) {
    Map<String, Object> all = new TreeMap<>();
    for (Series s = series; s.parent != null; s = s.parent) {
      all.put(s.attribute, s.value);
    }
    all.put("gemba.operation", series.operation);
    return new Attributes(all);
  }
}
