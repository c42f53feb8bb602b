package dev.gemba.cli;

import dev.gemba.agent.analyse.OperationTable;
import dev.gemba.cli.recording.Recording;
import dev.gemba.cli.recording.RecordingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = "Shows what a recording of the `file` exporter holds.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the report is complete",
      "2:the recording cannot be read, or the page not be written",
      "3:the recording is empty"
    })
final class ReportCommand implements Callable<Integer> {

  private static final String ACCEPTED =
      "accepted is a directory that the `file` exporter wrote to, or one of its files"
          + " (metrics.jsonl, traces.jsonl, profiles.jsonl, and metrics-*.jsonl and so on after"
          + " rotation)";

  private static final int NAME_WIDTH = 44;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIR|FILE",
      description = "the exporter's directory, or one of its files")
  private Path source;

  @Option(names = "--json", description = "print JSON: times in seconds, unknown values null")
  private boolean json;

  @Option(names = "--wide", description = "show names in full length")
  private boolean wide;

  @Option(
      names = {"--html", "-o"},
      paramLabel = "FILE",
      description = "write a page for the browser that needs no network; - is standard output")
  private Path html;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    if (json && html != null) {
      throw new CommandFailure(ExitCode.USAGE, "found both --json and --html; accepted is one");
    }
    Recording recording = read(files());
    mentionSkipped(recording);
    if (recording.lines() == 0) {
      throw nothingUnderstood(recording);
    }
    OperationTable table = OperationTable.of(recording.metrics(), recording.elapsed());
    if (html != null) {
      new ReportPage(terminal, source).write(recording, table, html);
    } else if (json) {
      terminal.out().println(ReportJson.of(recording, table));
    } else {
      new ReportText(terminal, wide ? Integer.MAX_VALUE : NAME_WIDTH).print(recording, table);
    }
    boolean empty =
        table.operations().isEmpty()
            && recording.spans().spans() == 0
            && recording.profiles().kinds().isEmpty();
    return empty ? ExitCode.INCONCLUSIVE : ExitCode.GOOD;
  }

  private List<Path> files() throws CommandFailure {
    try {
      List<Path> files = RecordingReader.files(source);
      if (files.isEmpty()) {
        throw unusable("found no recording there");
      }
      return files;
    } catch (NoSuchFileException e) {
      throw unusable("found no such file or directory");
    } catch (IOException e) {
      throw unusable("cannot be read (" + e + ")");
    }
  }

  private Recording read(List<Path> files) throws CommandFailure {
    ReadingProgress progress = new ReadingProgress(terminal, System::nanoTime);
    try {
      return RecordingReader.read(files, progress);
    } catch (IOException e) {
      throw unusable("cannot be read (" + e + ")");
    } finally {
      progress.done();
    }
  }

  private CommandFailure unusable(String found) {
    return new CommandFailure(ExitCode.USAGE, source + ": " + found + "; " + ACCEPTED);
  }

  private CommandFailure nothingUnderstood(Recording recording) {
    if (recording.skippedLines() > recording.cutOffLines()) {
      return unusable("none of its lines is an OTLP-JSON export request");
    }
    String what = Files.isDirectory(source) ? "the recording's files are" : "the file is";
    return new CommandFailure(
        ExitCode.INCONCLUSIVE,
        source
            + ": "
            + what
            + (recording.skippedLines() > 0 ? " cut off in the first line" : " empty")
            + "; the exporter writes once an interval and when the JVM ends");
  }

  private void mentionSkipped(Recording recording) {
    if (recording.skippedLines() > 0) {
      terminal
          .err()
          .printf(
              "gemba report: skipped %d line%s:%n",
              recording.skippedLines(), recording.skippedLines() == 1 ? "" : "s");
      recording.skipped().forEach(line -> terminal.err().println("  " + line));
      if (recording.skippedLines() > recording.skipped().size()) {
        terminal.err().println("  " + terminal.ellipsis());
      }
    }
    if (!recording.notShown().isEmpty()) {
      terminal
          .err()
          .println(
              "gemba report: not shown, as only sums, gauges and exponential histograms of"
                  + " non-negative values are: "
                  + String.join(", ", recording.notShown()));
    }
  }
}
