package dev.gemba.cli;

import static dev.gemba.cli.OtlpLines.START;
import static dev.gemba.cli.OtlpLines.after;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.gemba.api.export.Profile.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  private static final String LONG_NAME =
      "com.acme.warehouse.picking.RouteOptimiser.optimiseRouteForAllOpenOrders";

  @TempDir private Path directory;

  @Test
  void printsOperationsByShareOfTime() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request(
            "kanban",
            7,
            OtlpLines.calls("kanban.task.create", null, START, after(20), 1_234),
            OtlpLines.calls("kanban.board.load", null, START, after(20), 30),
            OtlpLines.calls("kanban.board.load", "java.io.IOException", START, after(20), 10),
            OtlpLines.seconds("kanban.board.load", null, START, after(20), 30),
            OtlpLines.seconds("kanban.board.load", "java.io.IOException", START, after(20), 10)));

    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines())
        .containsExactly(
            "kanban: 20.0 s recorded, 2026-09-21 14:13:20 to 2026-09-21 14:13:40 UTC",
            "",
            "OPERATION           CALLS  ERRORS     P50     P95     P99     MAX    TIME    SHARE",
            "kanban.board.load      40      10  1.00 s  1.00 s  1.00 s  1.00 s  40.0 s  200.0 %",
            "kanban.task.create  1,234       0       -       -       -       -       -        -",
            "",
            "SHARE is TIME per recorded time: 100 % is one thread inside all the time. TIME",
            "holds the operations called within, so nested operations each count their own.",
            "",
            "Nothing was dropped.");
  }

  @Test
  void printsMeasuresSpansAndDrops() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request(
            "kanban",
            7,
            OtlpLines.calls("load", null, START, after(20), 1),
            OtlpLines.histogram("kanban.board.tasks", "{task}", "[]", START, after(20), 1000, 2),
            OtlpLines.dropped("span-ring", START, after(20), 5000)));
    write(
        "traces.jsonl",
        OtlpLines.span("load", "", 1_500_000_000L, 0),
        OtlpLines.span("read", "eee19b7ec3c1b174", 900_000_000L, 2),
        OtlpLines.span("load", "", 2_500_000_000L, 0));

    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.outLines())
        .contains(
            "MEASURE                    VALUES  MIN  MEAN  P50  P95  P99  MAX",
            "kanban.board.tasks {task}   1,000    1     1    1    1    1    1",
            "Spans: 3, 2 of them the first of a trace, 1 with an error.",
            "load     2.50 s  5b8efff798038103d269b633813fc60c",
            "load     1.50 s  5b8efff798038103d269b633813fc60c",
            "Dropped: 5,000 span-ring");
    assertThat(run.outLines()).noneMatch(line -> line.startsWith("read"));
  }

  @Test
  void printsWhatOperationsTookInEightyColumns() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request(
            "kanban",
            7,
            OtlpLines.calls(LONG_NAME, null, START, after(20), 10),
            OtlpLines.calls("quick", null, START, after(20), 4),
            OtlpLines.cost("cpu.time", "quick", 0.125),
            OtlpLines.cost("cpu.time", LONG_NAME, 12.3456),
            OtlpLines.cost("cpu.self_time", LONG_NAME, 0.12345),
            OtlpLines.cost("alloc.size", LONG_NAME, 123_456_789),
            OtlpLines.cost("lock.time", LONG_NAME, 0.98765)));
    ProfileLines.write(
        directory,
        ProfileLines.sample(Kind.CPU, "quick", 19_000_000, "java.lang.Thread.run com.acme.A.b"));

    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.outLines())
        .contains(
            "BY SAMPLES                     CPU    SELF    /CALL   ALLOC    /CALL    LOCK",
            "com.acme.war…AllOpenOrders  12.3 s  123 ms   1.23 s  118 MB  11.8 MB  988 ms",
            "quick                       125 ms     0 s  31.3 ms     0 B      0 B     0 s",
            "Samples: cpu 19.0 ms in 1; --html shows their flame graphs.");
    assertThat(run.outLines())
        .filteredOn(line -> line.startsWith("BY "))
        .allMatch(line -> line.length() <= 80);
    assertThat(CommandRun.of("report", "--json", directory.toString()).out())
        .contains("\"cpuTime\" : 12.3456", "\"lockSelfTime\" : null", "\"time\" : 0.019");
  }

  @Test
  void readsProfilesAlone() throws IOException {
    ProfileLines.write(
        directory, ProfileLines.sample(Kind.WALL, "", 19_000_000, "java.lang.Thread.run"));

    CommandRun run = CommandRun.of("report", directory.resolve("profiles.jsonl").toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("wall 19.0 ms in 1");
  }

  @Test
  void cutsLongNamesInTheMiddleUnlessAskedNotTo() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request("x", 7, OtlpLines.calls(LONG_NAME, null, START, after(20), 1)));

    assertThat(CommandRun.of("report", directory.toString()).out())
        .contains("com.acme.warehouse.pi…eRouteForAllOpenOrders ");
    assertThat(CommandRun.of("report", "--wide", directory.toString()).out()).contains(LONG_NAME);
  }

  @Test
  void usesColourOnATerminalOnly() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request("x", 7, OtlpLines.calls("a", "java.lang.Error", START, after(20), 3)));

    assertThat(CommandRun.of("report", directory.toString()).out()).doesNotContain("\u001b[");
    assertThat(CommandRun.onTerminal("report", directory.toString()).out())
        .contains("\u001b[31m3\u001b[39m");
  }

  @Test
  void printsJsonForMachines() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request(
            "känban",
            7,
            OtlpLines.calls("counted", null, START, after(20), 5),
            OtlpLines.seconds("timed", null, START, after(20), 40)));

    CommandRun run = CommandRun.of("report", "--json", directory.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "\"start\" : \"2026-09-21T14:13:20Z\"",
            "\"elapsedSeconds\" : 20.0",
            "\"service.name\" : \"k\\u00E4nban\"",
            "\"operation\" : \"timed\"",
            "\"share\" : 2.0",
            "\"p95\" : 1.0",
            "\"p95\" : null");
    assertIsOneJsonText(run.out());
  }

  @Test
  void mentionsLinesThatItCouldNotRead() throws IOException {
    String good = OtlpLines.request("x", 7, OtlpLines.calls("a", null, START, after(1), 3));
    write("metrics.jsonl", good, good.substring(0, 300));

    CommandRun run = CommandRun.of("report", directory.resolve("metrics.jsonl").toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo("gemba report: skipped 1 line:\n  metrics.jsonl line 2: cut off\n");
    assertThat(run.out()).contains("a  ");
  }

  @Test
  void namesMetricsThatItDoesNotShow() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request(
            "x",
            7,
            OtlpLines.calls("a", null, START, after(1), 3),
            """
            {"name":"http.server.request.duration","unit":"s","histogram":{"dataPoints":[]}}"""));

    assertThat(CommandRun.of("report", directory.toString()).err())
        .contains("not shown", "http.server.request.duration");
  }

  @Test
  void isInconclusiveWithoutACall() throws IOException {
    write("metrics.jsonl", OtlpLines.request("x", 7, OtlpLines.dropped("r", START, after(9), 0)));

    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("No call of any operation was recorded.");
  }

  @Test
  void isInconclusiveOnAnEmptyFile() throws IOException {
    write("metrics.jsonl");

    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("the recording's files are empty");
  }

  @Test
  void isInconclusiveOnNothingButALineThatACrashCutOff() throws IOException {
    String whole = OtlpLines.request("x", 7, OtlpLines.calls("a", null, START, after(1), 3));
    write("metrics.jsonl", whole.substring(0, 300));

    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("metrics.jsonl line 1: cut off", "cut off in the first line");
  }

  @Test
  void readsAFileWhoseLastWholeLineHasNoNewline() throws IOException {
    String whole = OtlpLines.request("x", 7, OtlpLines.calls("a", null, START, after(1), 3));
    Files.writeString(directory.resolve("metrics.jsonl"), whole);
    Files.writeString(directory.resolve("metrics-1.jsonl"), "");

    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void saysWhatIsAcceptedWhenADirectoryHoldsNoRecording() {
    CommandRun run = CommandRun.of("report", directory.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("gemba report: " + directory + ": found no recording there; accepted is")
        .contains("metrics.jsonl");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    CommandRun run = CommandRun.of("report", directory.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found no such file or directory");
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    write("gemba.yaml", "service: kanban", "{\"a\":1}");

    CommandRun run = CommandRun.of("report", directory.resolve("gemba.yaml").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "gemba.yaml line 1: ",
            "gemba.yaml line 2: found none of resourceMetrics, resourceSpans and resourceProfiles",
            "none of its lines is an OTLP-JSON export request");
  }

  private void write(String name, String... lines) throws IOException {
    String text = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
    Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static void assertIsOneJsonText(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      assertThat(parser.nextToken()).isNull();
    }
  }
}
