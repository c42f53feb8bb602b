package dev.gemba.cli;

import static dev.gemba.cli.OtlpLines.START;
import static dev.gemba.cli.OtlpLines.after;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

  private static final String EVIL = "<script>alert(1)</script><img src=x onerror='a()'>";

  @TempDir private Path directory;

  @Test
  void needsNothingBesidesItself() throws IOException {
    writeOneOfEach("load");

    assertThat(page())
        .contains("default-src 'none'")
        .doesNotContainIgnoringCase("http:")
        .doesNotContainIgnoringCase("https:")
        .doesNotContain(" src=", "<link", "@import", "url(", "fetch(");
  }

  @Test
  void letsTheBrowserRunItsOwnScriptOnly() throws Exception {
    writeOneOfEach("load");
    String page = page();
    String script = page.substring(page.indexOf("<script>") + 8, page.indexOf("</script>"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));

    assertThat(page)
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
  }

  @Test
  void escapesWhateverComesFromOutside() throws IOException {
    writeOneOfEach(EVIL);

    String page = page();

    assertThat(page).containsOnlyOnce("<script>").doesNotContain("<img");
    // Title, heading and resource; table, section, trace and its span; error type, dimension.
    assertThat(page.split("&lt;script&gt;", -1)).hasSizeGreaterThan(8);
  }

  @Test
  void replacesCharactersThatCouldDeceive() throws IOException {
    writeOneOfEach("load\\u202e\\u0000gnp");

    assertThat(page()).contains("load\ufffd\ufffdgnp").doesNotContain("\u202e", "\u0000");
  }

  @Test
  void showsWhatIsKnownOfAnOperation() throws IOException {
    writeOneOfEach("load");

    assertThat(page())
        .contains(
            "<title>load – Gemba report</title>",
            "<h3>load</h3>",
            "Distribution of durations: 50 calls, p50 1.00 s, p95 1.00 s, p99 1.00 s",
            "<td>java.io.IOException<td class=n>10<td class=n>20.0 %",
            "<td>tier=small",
            "<td>board.tasks <span class=note>{task}</span><td class=n>7",
            "3 spans were recorded, 2 of them the first of a trace, 1 with an error.",
            "<td>span-ring-full<td class=\"n warn\">5,000<td>Spans: a thread ended more",
            "<th scope=row>process.pid<td>7");
  }

  @Test
  void drawsRateAndTimeOverTheIntervals() throws IOException {
    write(
        "metrics.jsonl",
        timed("load", after(1), 10),
        timed("load", after(2), 40),
        timed("load", after(3), 50));

    assertThat(page()).contains("Calls a second over time, at most 30.0", "14:13:20", "14:13:23");
  }

  @Test
  void staysSmallWithThousandsOfOperations() throws IOException {
    String length = "x".repeat(400);
    String[] metrics =
        IntStream.range(0, 5_000)
            .mapToObj(i -> OtlpLines.calls("com.acme." + length + i, null, START, after(9), 9))
            .toArray(String[]::new);
    write("metrics.jsonl", OtlpLines.request("x", 7, metrics));

    String page = page();

    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isBetween(500_000, 2_000_000);
    assertThat(page).containsPattern("<b>[0-9,]+ more operations</b>");
  }

  @Test
  void showsEveryOneOfThousandsOfOperationsWithUsualNames() throws IOException {
    String[] metrics =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "kanban.board.service" + i)
            .flatMap(
                name ->
                    Stream.of(
                        OtlpLines.calls(name, null, START, after(9), 9),
                        OtlpLines.seconds(name, null, START, after(9), 9)))
            .toArray(String[]::new);
    write("metrics.jsonl", OtlpLines.request("x", 7, metrics));

    String page = page();

    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
    assertThat(page).contains("service4999").doesNotContain("more operations");
  }

  @Test
  void goesToStandardOutputAlone() throws IOException {
    writeOneOfEach("löad");

    CommandRun run = CommandRun.of("report", directory.toString(), "--html", "-");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("<!doctype html>").endsWith("</html>\n").contains("löad");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    writeOneOfEach("load");

    CommandRun run = CommandRun.of("report", directory.toString(), "-o", directory.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--html: found '" + directory + "'", "accepted is a file, or - for");
  }

  @Test
  void isNotAlsoJson() {
    CommandRun run = CommandRun.of("report", directory.toString(), "--json", "--html", "-");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("found both --json and --html; accepted is one");
  }

  @Test
  void isWrittenForARecordingWithoutCalls() throws IOException {
    write("metrics.jsonl", OtlpLines.request("x", 7, OtlpLines.dropped("r", START, after(9), 0)));

    CommandRun run = CommandRun.of("report", directory.toString(), "--html", "-");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("No call of any operation was recorded.");
  }

  private static String timed(String operation, long time, long calls) {
    return OtlpLines.request(
        "x",
        7,
        OtlpLines.calls(operation, null, START, time, calls),
        OtlpLines.seconds(operation, null, START, time, calls));
  }

  private void writeOneOfEach(String name) throws IOException {
    String small = OtlpLines.attributes(name, null).replace("]", ",") + dimension(name) + "]";
    String error = name.equals("load") ? "java.io.IOException" : name;
    write(
        "metrics.jsonl",
        OtlpLines.request(
            name,
            7,
            OtlpLines.calls(name, null, START, after(20), 30),
            OtlpLines.calls(name, error, START, after(20), 10),
            OtlpLines.calls(name, null, START, after(20), 10)
                .replace(OtlpLines.attributes(name, null), small),
            OtlpLines.seconds(name, null, START, after(20), 40),
            OtlpLines.histogram("gemba.operation.duration", "s", small, START, after(20), 10, 2),
            OtlpLines.histogram("board.tasks", "{task}", "[]", START, after(20), 7, 2),
            OtlpLines.dropped("span-ring-full", START, after(20), 5_000)));
    write(
        "traces.jsonl",
        OtlpLines.span(name, "", 1_500_000_000L, 0),
        OtlpLines.span(name + "2", "eee19b7ec3c1b174", 900_000_000L, 2),
        OtlpLines.span(name, "", 2_500_000_000L, 0));
  }

  private static String dimension(String name) {
    return "{\"key\":\"tier\",\"value\":{\"stringValue\":\"%s\"}}"
        .formatted(name.equals("load") ? "small" : name);
  }

  private String page() throws IOException {
    Path file = directory.resolve("report.html");
    CommandRun run = CommandRun.of("report", directory.toString(), "--html", file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return Files.readString(file);
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }
}
