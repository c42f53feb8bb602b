package dev.gemba.cli.recording;

import dev.gemba.api.export.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a second look at a recording's files tells, once the first has said which of its operations
 * and traces matter. Immutable.
 *
 * @param intervals what each of the chosen operations did over time
 * @param traces the spans of the chosen traces, each by start, longer ones first
 */
public record RecordingDetails(Map<String, List<Interval>> intervals, List<List<Span>> traces) {

  /** Spans of one trace that are kept; a trace that has more is cut. */
  public static final int MAX_SPANS = 200;

  private static final Comparator<Span> OUTER_FIRST =
      Comparator.comparingLong(Span::startEpochNanos)
          .thenComparing(Span::endEpochNanos, Comparator.reverseOrder());

  public RecordingDetails {
    intervals = Map.copyOf(intervals);
    traces = List.copyOf(traces);
  }

  /**
   * Reads the files again. Lines that say nothing are passed over: the first look mentioned them.
   *
   * @param operations whose course is wanted
   * @param roots spans whose traces are wanted
   * @throws IOException if a file cannot be read
   */
  public static RecordingDetails read(
      List<Path> files, RecordingReader.Progress progress, Set<String> operations, List<Span> roots)
      throws IOException {
    Timeline timeline = new Timeline(operations);
    Map<String, List<Span>> traces = new LinkedHashMap<>();
    // The root first: it is what a cut trace must not lose.
    for (Span root : roots) {
      traces.computeIfAbsent(root.traceId(), unused -> new ArrayList<>()).add(root);
    }
    ExportLines.read(
        // An agent that is still writing may have rotated a file away since the first look.
        files.stream().filter(file -> Files.exists(file)).toList(),
        progress,
        request -> {
          request.metrics().forEach(timeline::add);
          request.spans().forEach(span -> keep(span, traces.get(span.traceId())));
        },
        (file, number, reason) -> {});
    traces.values().forEach(spans -> spans.sort(OUTER_FIRST));
    return new RecordingDetails(
        timeline.intervals(), traces.values().stream().map(List::copyOf).toList());
  }

  private static void keep(Span span, List<Span> trace) {
    if (trace != null && trace.size() < MAX_SPANS && !trace.contains(span)) {
      trace.add(span);
    }
  }
}
