package dev.gemba.cli.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Goes over the lines of a recording's files. A line that is no export request is passed over. */
final class ExportLines {

  /** Why a line is skipped that a crash left unfinished. */
  static final String CUT_OFF = "cut off";

  /** Told of a line that says nothing. */
  interface Skipped {
    void line(Path file, long number, String reason);
  }

  private final RecordingReader.Progress progress;
  private final Consumer<ExportRequest> requests;
  private final Skipped skipped;
  private long done;
  private long total;

  private ExportLines(
      RecordingReader.Progress progress, Consumer<ExportRequest> requests, Skipped skipped) {
    this.progress = progress;
    this.requests = requests;
    this.skipped = skipped;
  }

  static void read(
      List<Path> files,
      RecordingReader.Progress progress,
      Consumer<ExportRequest> requests,
      Skipped skipped)
      throws IOException {
    ExportLines lines = new ExportLines(progress, requests, skipped);
    for (Path file : files) {
      lines.total += Files.size(file);
    }
    for (Path file : files) {
      lines.readFile(file);
    }
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
      requests.accept(ExportRequestParser.parse(line));
    } catch (IOException | IllegalArgumentException e) {
      skipped.line(file, number, reason(e, line));
    }
  }

  private static String reason(Exception e, String line) {
    if (!(e instanceof JsonProcessingException json)) {
      return e.getMessage();
    }
    boolean atEnd =
        json.getLocation() != null && json.getLocation().getCharOffset() >= line.length() - 1;
    // A word or number that ends too early is no end of input to the parser.
    return e instanceof JsonEOFException || atEnd ? CUT_OFF : json.getOriginalMessage();
  }
}
