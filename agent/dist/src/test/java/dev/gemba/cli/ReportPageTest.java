package dev.gemba.cli;

import static dev.gemba.cli.OtlpLines.START;
import static dev.gemba.cli.OtlpLines.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Profile.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Random;
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
  void drawsFlameGraphsOfAllAndOfAnOperation() throws IOException {
    writeOneOfEach("load");
    writeProfiles("load", "com.acme.Shop.load");

    String page = page();

    assertThat(page).contains("Where it went", "<b>CPU</b> 30.0 ms in 3 samples.");
    // Frames in the order of their names: a thread's run, and what it called.
    assertThat(page)
        .contains("data-kind=\"CPU\" data-unit=ns data-total=30000000 data-tree=\"0.255s(1.255s(")
        .contains("data-kind=\"Allocations\" data-unit=bytes data-total=4096")
        .contains("<pre id=frames hidden>\njjava.lang.Thread.run\nacom.acme.Shop.load\n")
        .contains("cbyte[]\n", "nsyscall\n");
    assertThat(page.split("class=flames", -1)).as("of all, and of load").hasSize(3);
  }

  @Test
  void escapesFramesOfProfiles() throws IOException {
    writeOneOfEach("load");
    writeProfiles("load", EVIL.replace(" ", "\u00a0") + "\n</pre>");

    String page = page();

    assertThat(page).containsOnlyOnce("<script>").doesNotContain("<img").containsOnlyOnce("</pre>");
  }

  @Test
  void leavesOutSmallFrames() throws IOException {
    writeOneOfEach("load");
    ProfileLines.write(
        directory,
        ProfileLines.sample(Kind.CPU, "", 1_000_000, "main com.acme.Much.work"),
        ProfileLines.sample(Kind.CPU, "", 500, "main com.acme.Little.work"));

    assertThat(page()).contains("com.acme.Much.work").doesNotContain("com.acme.Little.work");
  }

  @Test
  void staysSmallWithManyStacks() throws IOException {
    String[] metrics =
        IntStream.range(0, 60)
            .mapToObj(i -> OtlpLines.seconds("Shop" + i + ".load", null, START, after(9), 9))
            .toArray(String[]::new);
    write("metrics.jsonl", OtlpLines.request("x", 7, metrics));
    Random random = new Random(7);
    Profile.Sample[] samples =
        IntStream.range(0, 20_000)
            .mapToObj(i -> ProfileLines.sample(Kind.CPU, "", 19_000_000, stack(random, i % 60)))
            .toArray(Profile.Sample[]::new);
    ProfileLines.write(directory, samples);

    assertThat(page().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_500_000);
  }

  private static String stack(Random random, int operation) {
    StringBuilder stack = new StringBuilder("java.lang.Thread.run com.acme.Shop" + operation);
    stack.append(".load");
    for (int depth = 0; depth < 40; depth++) {
      stack.append(" com.acme.warehouse.picking.Optimiser").append(random.nextInt(3)).append(".go");
    }
    return stack.toString();
  }

  @Test
  void showsWhatSpansTookAndWhere() throws IOException {
    writeOneOfEach("load");
    writeProfiles("load", "com.acme.Shop.load");
    write(
        "traces.jsonl",
        OtlpLines.span("load", "", 1_500_000_000L, 0)
            .replace("board.id", "gemba.cpu.time")
            .replace("{\"stringValue\":\"b\"}", "{\"doubleValue\":0.25}"));

    assertThat(page())
        .contains(
            "<th class=n>CPU<th class=n>Alloc<th class=n>Lock",
            "<td class=n>1.50 s<td class=n>250 ms<td class=n><td class=n>",
            "<i title=\"syscall in com.acme.Shop.load\"><code>syscall</code> in"
                + " <code>Shop.load</code></i> 20.0 ms",
            "<code>byte[]</code> in <code>Shop.load</code></i> 4.00 kB");
  }

  @Test
  void tableHasWhatOperationsTookWhereTheyWereSampled() throws IOException {
    writeOneOfEach("load");
    assertThat(page()).doesNotContain("<th scope=col class=n>CPU");

    write(
        "metrics-1.jsonl",
        OtlpLines.request(
            "load",
            7,
            OtlpLines.cost("cpu.time", "load", 1.5),
            OtlpLines.cost("alloc.size", "load", 4096)));

    assertThat(page())
        .contains(
            "<th scope=col class=n>CPU", "<td>1.50 s<td>4.00 kB<td>-", ",1.50,4.10e+03,NaN\"");
  }

  private void writeProfiles(String operation, String method) throws IOException {
    ProfileLines.write(
        directory,
        ProfileLines.inSpan(
            Kind.CPU, operation, 20_000_000, "java.lang.Thread.run " + method + " syscall"),
        ProfileLines.sample(
            Kind.CPU, operation, 10_000_000, "java.lang.Thread.run " + method + " read"),
        ProfileLines.inSpan(
            Kind.ALLOC, operation, 4096, "java.lang.Thread.run " + method + " byte[]"));
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
