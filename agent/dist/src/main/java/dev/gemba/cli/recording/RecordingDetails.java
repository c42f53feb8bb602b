package dev.gemba.cli.recording;

import dev.gemba.api.export.Span;
import java.io.IOException;
import java.nio.file.Files;
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
 * @param profiles where samples fell
 */
public record RecordingDetails(
    Map<String, List<Interval>> intervals, List<List<Span>> traces, ProfileDetails profiles) {

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
   * Reads the files again, for the traces that were slowest among others. Lines that say nothing
   * are passed over: the first look mentioned them.
   *
   * @param operations whose course and samples are wanted
   * @throws IOException if a file cannot be read
   */
  public static RecordingDetails read(
      Recording recording, RecordingReader.Progress progress, Set<String> operations)
      throws IOException {
    Timeline timeline = new Timeline(operations);
    Map<String, List<Span>> traces = new LinkedHashMap<>();
    // The root first: it is what a cut trace must not lose.
    for (Span root : recording.spans().slowest()) {
      traces.computeIfAbsent(root.traceId(), unused -> new ArrayList<>()).add(root);
    }
    ProfileDetails profiles = new ProfileDetails(operations, recording.methods(), traces.keySet());
    ExportLines.read(
        // An agent that is still writing may have rotated a file away since the first look.
        recording.files().stream().filter(file -> Files.exists(file)).toList(),
        progress,
        request -> {
          request.metrics().forEach(timeline::add);
          request.spans().forEach(span -> keep(span, traces.get(span.traceId())));
          request.profiles().forEach(profiles::add);
        },
        (file, number, reason) -> {});
    traces.values().forEach(spans -> spans.sort(OUTER_FIRST));
    return new RecordingDetails(
        timeline.intervals(), traces.values().stream().map(List::copyOf).toList(), profiles);
  }

  private static void keep(Span span, List<Span> trace) {
    if (trace != null && trace.size() < MAX_SPANS && !trace.contains(span)) {
      trace.add(span);
    }
  }
}
