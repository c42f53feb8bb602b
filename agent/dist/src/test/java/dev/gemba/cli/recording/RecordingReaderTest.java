package dev.gemba.cli.recording;

import static dev.gemba.cli.OtlpLines.START;
import static dev.gemba.cli.OtlpLines.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.analyse.OperationRow;
import dev.gemba.agent.analyse.OperationTable;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.cli.OtlpLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingReaderTest {

  @TempDir private Path directory;

  @Test
  void readsEveryFieldOfAnExponentialHistogram() throws IOException {
    write(
        "metrics.jsonl",
        """
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"exponentialHistogram":{"dataPoints":[{\
        "timeUnixNano":"1790000001000000000","startTimeUnixNano":1790000000000000000,\
        "positive":{"bucketCounts":["1",0,"9007199254740993"],"offset":-20},"max":2.5,"min":0,\
        "zeroCount":"2","zeroThreshold":1e-9,"count":"9007199254740996","sum":"12.5","scale":-1,\
        "exemplars":[{"asDouble":1,"filteredAttributes":[]}],"flags":0,"attributes":[\
        {"value":{"boolValue":true},"key":"b"},{"key":"d","value":{"doubleValue":1.5}},\
        {"key":"i","value":{"intValue":"-9007199254740993"}},{"key":"none","value":{}},\
        {"key":"l","value":{"arrayValue":{"values":[{"intValue":"1"}]}}}]}],\
        "aggregationTemporality":2},"unit":"s","description":"how long","name":"x"}]}],\
        "schemaUrl":"u","resource":{"attributes":[],"droppedAttributesCount":0}}],"future":{"a":[1]}}
        """);

    Recording recording = read();

    assertThat(recording.skipped()).isEmpty();
    assertThat(recording.metrics())
        .containsExactly(
            new Metric(
                "x",
                "s",
                "how long",
                new Metric.Histogram(
                    List.of(
                        new Metric.HistogramPoint(
                            Attributes.of("b", true)
                                .with("d", 1.5)
                                .with("i", -9007199254740993L)
                                .with("l", "{\"values\":[{\"intValue\":\"1\"}]}")
                                .with("none", ""),
                            new Distribution(
                                -1,
                                9007199254740996L,
                                12.5,
                                0,
                                2.5,
                                2,
                                1e-9,
                                -20,
                                new long[] {1, 0, 9007199254740993L}))))));
    assertThat(recording.elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void takesTheLatestStateOfACumulativeSeries() throws IOException {
    write("metrics.jsonl", calls(7, START, 1, 10), calls(7, START, 2, 25), calls(7, START, 3, 40));

    assertThat(callsOf(read())).isEqualTo(40);
  }

  @Test
  void addsUpTheStatesBeforeAndAfterARestart() throws IOException {
    write(
        "metrics.jsonl",
        calls(7, START, 1, 10),
        calls(7, START, 5, 40),
        calls(8, after(60), 61, 3),
        calls(8, after(60), 70, 7));

    Recording recording = read();

    assertThat(callsOf(recording)).isEqualTo(47);
    assertThat(recording.processes()).hasSize(2);
    assertThat(recording.elapsed()).as("without the gap").isEqualTo(Duration.ofSeconds(15));
    assertThat(Duration.between(recording.start(), recording.end()))
        .isEqualTo(Duration.ofSeconds(70));
  }

  @Test
  void addsUpARestartUnderTheSameProcessId() throws IOException {
    write("metrics.jsonl", calls(1, START, 5, 40), calls(1, after(60), 70, 7));

    assertThat(callsOf(read())).isEqualTo(47);
  }

  @Test
  void countsTimeInWhichProcessesOverlapOnce() throws IOException {
    write("metrics.jsonl", calls(7, START, 10, 1), calls(8, after(4), 20, 1));

    assertThat(read().elapsed()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void addsUpTheIntervalsOfADeltaSeries() throws IOException {
    write(
        "metrics.jsonl",
        OtlpLines.request("x", 7, OtlpLines.secondsDelta("a", START, after(1), 3)),
        OtlpLines.request("x", 7, OtlpLines.secondsDelta("a", after(1), after(2), 4)));

    Recording recording = read();

    assertThat(callsOf(recording)).isEqualTo(7);
    assertThat(recording.elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void keepsASeriesThatLaterLinesNoLongerHold() throws IOException {
    write(
        "metrics.jsonl",
        calls(7, START, 1, 10),
        OtlpLines.request("x", 7, OtlpLines.calls("other", null, START, after(2), 5)));

    assertThat(OperationTable.of(read().metrics(), Duration.ofSeconds(1)).operations())
        .extracting(OperationRow::operation)
        .containsExactlyInAnyOrder("a", "other");
  }

  @Test
  void readsRotatedFilesInWhateverOrder() throws IOException {
    write("metrics.jsonl", calls(7, START, 3, 40));
    write("metrics-2026-09-21T14-13-20.000.jsonl", calls(7, START, 2, 25));
    write("metrics-1.jsonl", calls(6, START, 2, 100));
    write("metrics.jsonl.tmp", calls(5, START, 2, 100));
    write("notes.txt", "not ours");

    Recording recording = read();

    assertThat(recording.files()).hasSize(3);
    assertThat(callsOf(recording)).isEqualTo(140);
  }

  @Test
  void skipsALineCutOffByACrashAtEveryPlace() throws IOException {
    String whole =
        OtlpLines.request("kän", 7, OtlpLines.seconds("a", "java.lang.Error", START, after(2), 25));
    byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
    byte[] good = (calls(7, START, 1, 10) + "\n").getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length < bytes.length; length++) {
      byte[] file = new byte[good.length + length];
      System.arraycopy(good, 0, file, 0, good.length);
      System.arraycopy(bytes, 0, file, good.length, length);
      Files.write(directory.resolve("metrics.jsonl"), file);

      Recording recording = read();

      assertThat(recording.skippedLines()).as("cut after %s bytes", length).isEqualTo(1);
      assertThat(recording.skipped()).containsExactly("metrics.jsonl line 2: cut off");
      assertThat(recording.cutOffLines()).isEqualTo(1);
      assertThat(callsOf(recording)).isEqualTo(10);
    }
  }

  @Test
  void goesOnAfterALineThatARestartContinued() throws IOException {
    String cut = calls(7, START, 1, 10).substring(0, 200);
    write("metrics.jsonl", cut + calls(8, after(5), 6, 20), calls(8, after(5), 7, 30));

    Recording recording = read();

    assertThat(recording.skippedLines()).isEqualTo(1);
    assertThat(callsOf(recording)).isEqualTo(30);
  }

  @Test
  void skipsALineWhoseNumbersContradictEachOther() throws IOException {
    String wrong = calls(7, START, 1, 10).replace("\"asInt\":\"10\"", "\"asInt\":\"ten\"");
    String torn =
        OtlpLines.request("x", 7, OtlpLines.seconds("a", null, START, after(2), 25))
            .replace("\"count\":\"25\"", "\"count\":\"24\"");
    write("metrics.jsonl", wrong, torn, calls(7, START, 3, 40));

    Recording recording = read();

    assertThat(recording.skipped())
        .containsExactly(
            "metrics.jsonl line 1: asInt: found ten, accepted is a 64-bit whole number",
            "metrics.jsonl line 2: count is 24, but the buckets hold 25");
    assertThat(callsOf(recording)).isEqualTo(40);
  }

  @Test
  void leavesOutWhatTheModelCannotHoldAndNamesIt() throws IOException {
    String negative =
        OtlpLines.histogram("balance", "", "[]", START, after(1), 2, 2)
            .replace("\"bucketCounts\":[]", "\"bucketCounts\":[\"1\"]");
    write(
        "metrics.jsonl",
        OtlpLines.request(
            "x", 7, negative, "{\"name\":\"old\",\"summary\":{\"dataPoints\":[{}]}}"));

    Recording recording = read();

    assertThat(recording.skippedLines()).isZero();
    assertThat(recording.notShown()).containsExactly("balance", "old");
    assertThat(recording.metrics()).isEmpty();
  }

  @Test
  void takesTheLatestValueOfAGauge() throws IOException {
    String gauge =
        """
        {"name":"g","gauge":{"dataPoints":[{"timeUnixNano":"%d","asDouble":%s}]}}""";
    write(
        "metrics.jsonl",
        OtlpLines.request("x", 7, gauge.formatted(after(2), "0.5")),
        OtlpLines.request("x", 7, gauge.formatted(after(1), "0.25")));

    assertThat(read().metrics())
        .containsExactly(
            new Metric(
                "g",
                "",
                "",
                new Metric.Gauge(List.of(new Metric.NumberPoint(Attributes.empty(), 0.5)))));
  }

  @Test
  void keepsTheLastValueOfASeriesThatIsMarkedAsEnded() throws IOException {
    String ended = calls(7, START, 2, 0).replace("\"asInt\":\"0\"", "\"flags\":1");
    write("metrics.jsonl", calls(7, START, 1, 10), ended);

    assertThat(callsOf(read())).isEqualTo(10);
  }

  @Test
  void namesOnlyTheFirstOfManySkippedLines() throws IOException {
    write("metrics.jsonl", "x\n".repeat(100) + calls(7, START, 1, 1));

    Recording recording = read();

    assertThat(recording.skippedLines()).isEqualTo(100);
    assertThat(recording.skipped()).hasSize(5);
    assertThat(recording.lines()).isEqualTo(1);
  }

  private static String calls(long pid, long start, int seconds, long calls) {
    return OtlpLines.request("x", pid, OtlpLines.calls("a", null, start, after(seconds), calls));
  }

  private static long callsOf(Recording recording) {
    return OperationTable.of(recording.metrics(), recording.elapsed()).operations().get(0).calls();
  }

  private Recording read() throws IOException {
    return RecordingReader.read(RecordingReader.files(directory), (done, total) -> {});
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }
}
