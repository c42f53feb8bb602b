package dev.gemba.cli.recording;

import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a directory or file that the file exporter wrote holds, all processes and restarts together.
 * Immutable.
 *
 * @param files what was read
 * @param processes each process that wrote metrics
 * @param start when the first of them began to measure; null without metrics
 * @param end when the last of them was seen; null without metrics
 * @param elapsed wall time in which at least one of them was recorded
 * @param metrics one of each name; one point for each series and start of a process
 * @param spans summary of all spans
 * @param profiles summary of all samples
 * @param methods those of each operation that spans tell of, {@code com.acme.Board.load}
 * @param lines number of lines that were understood
 * @param skippedLines number of those that were not
 * @param cutOffLines number of the skipped ones that end too early, as a crash leaves them
 * @param skipped the first few of the skipped lines: where, and why
 * @param notShown names of metrics of a kind that the model cannot hold
 */
public record Recording(
    List<Path> files,
    List<Resource> processes,
    Instant start,
    Instant end,
    Duration elapsed,
    List<Metric> metrics,
    SpanSummary spans,
    ProfileSummary profiles,
    Map<String, Set<String>> methods,
    long lines,
    long skippedLines,
    long cutOffLines,
    List<String> skipped,
    SortedSet<String> notShown) {

  public Recording {
    files = List.copyOf(files);
    processes = List.copyOf(processes);
    metrics = List.copyOf(metrics);
    methods = Map.copyOf(methods);
    skipped = List.copyOf(skipped);
    notShown = Collections.unmodifiableSortedSet(new TreeSet<>(notShown));
  }
}
