package dev.gemba.cli;

import dev.gemba.cli.remote.ControlClient;
import dev.gemba.cli.remote.RemoteException;
import dev.gemba.cli.top.Column;
import dev.gemba.cli.top.Frame;
import dev.gemba.cli.top.FrameSource;
import dev.gemba.cli.top.LiveTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "top",
    description = "Shows a JVM's operations as they are now; ? explains the keys.")
final class TopCommand extends JvmCommand {

  private static final int PLAIN_WIDTH = 140;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "between two pictures (default: ${DEFAULT-VALUE})")
  private double interval;

  @Option(
      names = "--window",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "how long a while rates and percentiles are of; 0 is since the start (default:"
              + " ${DEFAULT-VALUE})")
  private int window;

  @Option(names = "--once", description = "print one picture, after one interval, and end")
  private boolean once;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      defaultValue = "share",
      description = "a column's name (default: ${DEFAULT-VALUE})")
  private String sort;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "show operations whose name contains it")
  private String filter;

  TopCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws CommandFailure, RemoteException, IOException {
    Column column = column();
    if (!(interval >= 0.1 && interval <= 3_600)) {
      throw usage("--interval: found " + interval + ", accepted are 0.1 to 3600 seconds");
    }
    if (window < 0 || window > 3_600) {
      throw usage("--window: found " + window + ", accepted are 0 to 3600 seconds");
    }
    Duration between = Duration.ofMillis(Math.round(interval * 1_000));
    if (json || once || !terminal.interactive() || isDumb()) {
      return stream(between, column);
    }
    Units units = Units.of(terminal);
    try (FrameSource source = new FrameSource(pid, between)) {
      RemoteException gone =
          new LiveTable(source, units, terminal.unicode()).run(column, filter, nearest(window));
      if (gone != null) {
        throw gone;
      }
      return ExitCode.GOOD;
    }
  }

  private static boolean isDumb() {
    String term = System.getenv("TERM");
    return term == null || term.equals("dumb");
  }

  /** The live table goes through a few lengths by a key, and begins with one of them. */
  private static int nearest(int seconds) {
    return seconds == 0 ? 0 : seconds <= 5 ? 2 : seconds <= 30 ? 10 : 60;
  }

  private Column column() throws CommandFailure {
    for (Column column : Column.values()) {
      if (column.toString().equals(sort)) {
        return column;
      }
    }
    throw usage(
        "--sort: found '"
            + sort
            + "', accepted are "
            + Arrays.stream(Column.values())
                .map(Column::toString)
                .collect(Collectors.joining(", ")));
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  /** Picture after picture, or one. The first is of all since the start; rates need two. */
  private int stream(Duration between, Column column) throws RemoteException, IOException {
    WaitingLine waiting = WaitingLine.of(terminal);
    try (ControlClient client = FrameSource.open(pid, between, window)) {
      Map<String, Object> answer = client.next(PATIENCE);
      if (once && answer != null && window != 0) {
        waiting.on("one interval");
        answer = client.next(between.plus(PATIENCE));
      }
      waiting.done();
      while (answer != null) {
        show(answer, column);
        if (once) {
          return ExitCode.GOOD;
        }
        answer = client.next(between.plus(PATIENCE));
      }
      throw client.ended();
    }
  }

  private void show(Map<String, Object> answer, Column column) throws IOException {
    if (json && once) {
      printJson(answer);
    } else if (json) {
      terminal.out().println(com.fasterxml.jackson.jr.ob.JSON.std.asString(answer));
    } else {
      List<String> lines =
          LiveTable.text(
              Frame.of(answer),
              column,
              filter,
              window,
              PLAIN_WIDTH,
              Units.of(terminal),
              terminal.unicode());
      lines.forEach(terminal.out()::println);
      if (!once) {
        terminal.out().println();
      }
    }
    terminal.out().flush();
  }
}
