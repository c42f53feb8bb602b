package dev.gemba.cli.recording;

import dev.gemba.api.export.Resource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a recording, line by line, in memory that grows with its series and not with its length.
 */
public final class RecordingReader {

  /** Told how far reading has come. */
  public interface Progress {

    /**
     * Takes the state of reading, after each line.
     *
     * @param done characters read so far
     * @param total size of all files in bytes, which in these files is about the same
     */
    void at(long done, long total);
  }

  /** The names that the exporter gives, rotated files among them. */
  private static final Pattern NAMES = Pattern.compile("(metrics|traces|profiles)(-.*)?\\.jsonl");

  private static final int SKIPPED_NAMED = 5;

  private final SeriesStates states = new SeriesStates();
  private final SpanSummary.Builder spans = new SpanSummary.Builder();
  private final ProfileSummary.Builder profiles = new ProfileSummary.Builder();
  private final OperationMethods methods = new OperationMethods();
  private final Set<Resource> processes = new LinkedHashSet<>();
  private final List<String> skipped = new ArrayList<>();
  private long skippedLines;
  private long cutOffLines;
  private long lines;

  private RecordingReader() {}

  /**
   * The files of a recording: the exporter's files in a directory, by name, or the file itself.
   *
   * @return nothing if a directory holds no such file
   * @throws IOException if the path does not exist or cannot be read
   */
  public static List<Path> files(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of(source.toRealPath());
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
      for (Path entry : entries) {
        if (NAMES.matcher(entry.getFileName().toString()).matches()) {
          files.add(entry);
        }
      }
    }
    files.sort(null);
    return files;
  }

  /**
   * Lines that are no export request, such as one cut off by a crash, are skipped and mentioned.
   *
   * @throws IOException if a file cannot be read
   */
  public static Recording read(List<Path> files, Progress progress) throws IOException {
    RecordingReader reader = new RecordingReader();
    ExportLines.read(files, progress, reader::take, reader::skip);
    return reader.recording(files);
  }

  private void take(ExportRequest request) {
    for (ExportRequest.ResourceMetrics process : request.metrics()) {
      processes.add(new Resource(process.resource()));
      states.add(process);
    }
    request.spans().forEach(spans::add);
    request.spans().forEach(methods::add);
    request.profiles().forEach(profile -> profile.samples().forEach(profiles::add));
    lines++;
  }

  private void skip(Path file, long number, String reason) {
    skippedLines++;
    cutOffLines += reason.equals(ExportLines.CUT_OFF) ? 1 : 0;
    if (skipped.size() < SKIPPED_NAMED) {
      skipped.add(file.getFileName() + " line " + number + ": " + reason);
    }
  }

  private Recording recording(List<Path> files) {
    Coverage coverage = states.coverage();
    return new Recording(
        files,
        List.copyOf(processes),
        coverage.start(),
        coverage.end(),
        coverage.elapsed(),
        states.metrics(),
        spans.build(),
        profiles.build(),
        methods.methods(),
        lines,
        skippedLines,
        cutOffLines,
        skipped,
        states.notShown());
  }
}
