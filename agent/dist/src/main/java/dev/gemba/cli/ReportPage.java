package dev.gemba.cli;

import dev.gemba.agent.analyse.OperationTable;
import dev.gemba.cli.html.HtmlReport;
import dev.gemba.cli.recording.Recording;
import dev.gemba.cli.recording.RecordingDetails;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report as one page of HTML, in UTF-8 whatever the terminal's encoding is. */
final class ReportPage {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final Terminal terminal;
  private final Path source;

  ReportPage(Terminal terminal, Path source) {
    this.terminal = terminal;
    this.source = source;
  }

  void write(Recording recording, OperationTable table, Path target) throws CommandFailure {
    RecordingDetails details = details(recording, table);
    byte[] page =
        HtmlReport.of(recording, table, details, new Units("µ")).getBytes(StandardCharsets.UTF_8);
    if (target.equals(STANDARD_OUTPUT)) {
      terminal.out().write(page, 0, page.length);
      return;
    }
    try {
      Files.write(target, page);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--html: found '"
              + target
              + "', which cannot be written ("
              + e
              + "); accepted is a file, or - for standard output");
    }
    terminal.out().println("wrote " + target + " (" + (page.length + 1023) / 1024 + " kB)");
  }

  private RecordingDetails details(Recording recording, OperationTable table)
      throws CommandFailure {
    ReadingProgress progress = new ReadingProgress(terminal, System::nanoTime);
    try {
      return RecordingDetails.read(recording, progress, HtmlReport.detailed(table));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, source + ": cannot be read (" + e + ")");
    } finally {
      progress.done();
    }
  }
}
