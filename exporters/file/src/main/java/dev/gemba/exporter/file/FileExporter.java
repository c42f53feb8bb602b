package dev.gemba.exporter.file;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what is written when. Called by one thread at a time. */
final class FileExporter implements Exporter {

  private final Path directory;
  private final Duration due;
  private final JsonLinesFile metrics;
  private final JsonLinesFile traces;
  private final ProfilesFile profiles;
  private final OtlpJson json = new OtlpJson();

  /** The last snapshot whose metrics are not in the file yet; null if there is none. */
  private Snapshot waiting;

  /** Time of the last snapshot whose metrics are in the file; null before the first. */
  private Instant written;

  FileExporter(
      Path directory,
      Duration interval,
      JsonLinesFile metrics,
      JsonLinesFile traces,
      ProfilesFile profiles) {
    this.directory = directory;
    // Snapshots come at their own pace and jitter. If that pace is the interval itself, a strict
    // comparison would skip every other one; a tenth of slack does not.
    this.due = interval.multipliedBy(9).dividedBy(10);
    this.metrics = metrics;
    this.traces = traces;
    this.profiles = profiles;
  }

  @Override
  public void export(Snapshot snapshot) throws IOException {
    if (!snapshot.metrics().isEmpty()) {
      waiting = snapshot.metricsOnly();
    }
    // First, but told last: of all that may fail, profiles are missed least.
    IOException withoutProfiles = appendProfiles(snapshot);
    try {
      if (!snapshot.spans().isEmpty()) {
        appendSpans(snapshot);
      }
    } finally {
      if (written == null || Duration.between(written, snapshot.time()).compareTo(due) >= 0) {
        writeMetrics();
      }
    }
    if (withoutProfiles != null) {
      throw withoutProfiles;
    }
  }

  /** What went wrong; null if nothing did. */
  private IOException appendProfiles(Snapshot snapshot) {
    if (snapshot.profiles().isEmpty()) {
      return null;
    }
    try {
      profiles.append(json.profiles(snapshot), snapshot.time());
      return null;
    } catch (IOException e) {
      return new ExportException(
          e.getMessage(),
          e,
          new Undelivered(List.of(), 0, 0, snapshot.profiles().size(), Optional.empty(), true));
    }
  }

  private void appendSpans(Snapshot snapshot) throws ExportException {
    try {
      // One line, so that either all spans of the snapshot are in the file or none is.
      traces.append(json.traces(snapshot));
    } catch (IOException e) {
      throw new ExportException(
          e.getMessage(), e, new Undelivered(snapshot.spans(), 0, 0, Optional.empty(), false));
    }
  }

  @Override
  public List<String> locations() {
    return List.of(directory.toString());
  }

  @Override
  public void close() throws IOException {
    try (metrics;
        traces;
        profiles) {
      writeMetrics();
    }
  }

  private void writeMetrics() throws IOException {
    if (waiting == null) {
      return;
    }
    metrics.append(json.metrics(waiting));
    written = waiting.time();
    waiting = null;
  }
}
