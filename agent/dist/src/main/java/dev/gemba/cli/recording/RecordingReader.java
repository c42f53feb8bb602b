package dev.gemba.cli.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.gemba.api.export.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
  private static final Pattern NAMES = Pattern.compile("(metrics|traces)(-.*)?\\.jsonl");

  private static final int SKIPPED_NAMED = 5;

  private final Progress progress;
  private final SeriesStates states = new SeriesStates();
  private final SpanSummary.Builder spans = new SpanSummary.Builder();
  private final Set<Resource> processes = new LinkedHashSet<>();
  private final List<String> skipped = new ArrayList<>();
  private long skippedLines;
  private long lines;
  private long done;
  private long total;

  private RecordingReader(Progress progress) {
    this.progress = progress;
  }

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
    RecordingReader reader = new RecordingReader(progress);
    for (Path file : files) {
      reader.total += Files.size(file);
    }
    for (Path file : files) {
      reader.readFile(file);
    }
    return reader.recording(files);
  }

  private void readFile(Path file) throws IOException {
    // Not Files.newBufferedReader: a crash may cut a character in two, which must cost that line
    // only, and that method's decoder would throw.
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        number++;
        done += line.length() + 1L;
        progress.at(done, total);
        if (!line.isBlank()) {
          readLine(file, number, line);
        }
      }
    }
  }

  private void readLine(Path file, long number, String line) {
    try {
      ExportRequest request = ExportRequestParser.parse(line);
      for (ExportRequest.ResourceMetrics process : request.metrics()) {
        processes.add(new Resource(process.resource()));
        states.add(process);
      }
      request.spans().forEach(spans::add);
      lines++;
    } catch (IOException | IllegalArgumentException e) {
      skippedLines++;
      if (skipped.size() < SKIPPED_NAMED) {
        skipped.add(file.getFileName() + " line " + number + ": " + reason(e));
      }
    }
  }

  private static String reason(Exception e) {
    if (e instanceof JsonEOFException) {
      return "cut off";
    }
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
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
        lines,
        skippedLines,
        skipped,
        states.notShown());
  }
}
