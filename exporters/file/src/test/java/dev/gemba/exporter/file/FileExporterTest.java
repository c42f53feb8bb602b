package dev.gemba.exporter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExporterTest {

  @TempDir Path temp;

  @Test
  void isFoundUnderItsName() {
    assertThat(ServiceLoader.load(ExporterProvider.class))
        .singleElement()
        .satisfies(provider -> assertThat(provider.name()).isEqualTo("file"));
  }

  @Test
  void makesItsDirectoryAndSaysWhereItIs() throws Exception {
    Path directory = temp.resolve("deep/down");

    try (Opened opened = open(Map.of("directory", directory.toString()))) {
      assertThat(opened.exporter.locations()).containsExactly(directory.toString());
      assertThat(directory).isDirectory();
    }
  }

  @Test
  void writesMetricsOncePerInterval() throws Exception {
    try (Opened opened = open(Map.of("interval", "1s"))) {
      for (long millis : new long[] {0, 500, 999, 1500, 1998, 2100}) {
        opened.exporter.export(Samples.calls(millis, millis));
      }

      assertThat(OtlpLines.counts(metrics())).containsExactly(0L, 999L, 1998L);
    }
  }

  @Test
  void writesTheLastMetricsWhenItCloses() throws Exception {
    try (Opened opened = open(Map.of("interval", "1h"))) {
      opened.exporter.export(Samples.calls(0, 1));
      opened.exporter.export(Samples.calls(1000, 2));
      opened.exporter.export(Samples.calls(2000, 3));
    }

    assertThat(OtlpLines.counts(metrics())).containsExactly(1L, 3L);
  }

  @Test
  void writesNoMetricsTwice() throws Exception {
    try (Opened opened = open(Map.of())) {
      opened.exporter.export(Samples.calls(0, 1));
    }

    assertThat(OtlpLines.counts(metrics())).containsExactly(1L);
  }

  @Test
  void writesSpansWhateverTheInterval() throws Exception {
    try (Opened opened = open(Map.of("interval", "1h"))) {
      for (long millis : new long[] {0, 1, 2}) {
        opened.exporter.export(
            Samples.snapshot(millis, List.of(), List.of(Samples.span("a"), Samples.span("b"))));
      }
      opened.exporter.export(Samples.snapshot(3, List.of(), List.of()));

      assertThat(Files.readAllLines(temp.resolve("traces.jsonl")))
          .hasSize(3)
          .allSatisfy(
              line ->
                  assertThat(
                          OtlpLines.traces(line)
                              .getResourceSpans(0)
                              .getScopeSpans(0)
                              .getSpansCount())
                      .isEqualTo(2));
    }
    assertThat(metrics()).isEmptyFile();
  }

  @Test
  void writesTheMetricsOfASnapshotWhoseSpansFail() throws Exception {
    try (Opened opened = open(Map.of())) {
      Files.delete(temp.resolve("traces.jsonl"));
      Files.createDirectory(temp.resolve("traces.jsonl"));

      assertThatIOException()
          .isThrownBy(
              () ->
                  opened.exporter.export(
                      Samples.snapshot(0, List.of(Samples.counter(7)), List.of(Samples.span("a")))))
          .withMessageContaining("traces.jsonl")
          .satisfies(
              e -> {
                assertThat(e).isInstanceOf(ExportException.class);
                assertThat(((ExportException) e).undelivered().toRetry()).hasSize(1);
              });

      assertThat(OtlpLines.counts(metrics())).containsExactly(7L);
    }
  }

  @Test
  void writesProfilesOnceThereAreSome() throws Exception {
    try (Opened opened = open(Map.of())) {
      opened.exporter.export(Samples.calls(0, 1));
      assertThat(temp.resolve("profiles.jsonl")).doesNotExist();

      opened.exporter.export(Samples.withProfiles(1, Samples.profile(Samples.START, "load")));

      assertThat(Files.readAllLines(temp.resolve("profiles.jsonl")))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(
                          OtlpLines.profiles(line)
                              .getResourceProfiles(0)
                              .getScopeProfiles(0)
                              .getProfilesCount())
                      .isEqualTo(2));
    }
  }

  @Test
  void losesNothingElseWhenProfilesFail() throws Exception {
    Files.createDirectory(temp.resolve("profiles.jsonl"));
    try (Opened opened = open(Map.of())) {
      assertThatIOException()
          .isThrownBy(
              () ->
                  opened.exporter.export(
                      Samples.withProfiles(7, Samples.profile(Samples.START, "load"))
                          .withSpans(List.of(Samples.span("a")))))
          .withMessageContaining("profiles.jsonl")
          .satisfies(
              e ->
                  assertThat(((ExportException) e).undelivered())
                      .isEqualTo(
                          new ExportException.Undelivered(
                              List.of(), 0, 0, 1, Optional.empty(), true)));

      assertThat(OtlpLines.counts(metrics())).containsExactly(7L);
      assertThat(temp.resolve("traces.jsonl")).isNotEmptyFile();
    }
  }

  @Test
  void appendsToWhatAnEarlierRunWrote() throws Exception {
    try (Opened opened = open(Map.of())) {
      opened.exporter.export(Samples.calls(0, 1));
    }
    try (Opened opened = open(Map.of())) {
      opened.exporter.export(Samples.calls(0, 2));
    }

    assertThat(OtlpLines.counts(metrics())).containsExactly(1L, 2L);
  }

  @Test
  void refusesADirectoryThatAnotherExporterWrites() throws Exception {
    try (Opened first = open(Map.of())) {
      assertThatIOException()
          .isThrownBy(() -> open(Map.of()))
          .withMessageContaining(metrics() + " is being written by another process");

      first.exporter.export(Samples.calls(0, 1));
    }
    open(Map.of()).close();
  }

  @Test
  void refusesADirectoryThatIsAFile() throws Exception {
    Path file = Files.writeString(temp.resolve("gemba"), "mine", UTF_8);

    assertThatIOException()
        .isThrownBy(() -> open(Map.of("directory", file.toString())))
        .withMessage("directory: found '" + file + "', which is a file");
    assertThatIOException()
        .isThrownBy(() -> open(Map.of("directory", file.resolve("below").toString())))
        .withMessageContaining("cannot make " + file.resolve("below"))
        .withMessageContaining("set directory to one that can be written");
    assertThat(file).hasContent("mine");
  }

  @Test
  void refusesADirectoryThatItMayNotWrite() throws Exception {
    assertThat(temp.toFile().setWritable(false)).isTrue();
    try {
      assumeThat(Files.isWritable(temp)).as("this user may write anywhere").isFalse();

      assertThatIOException()
          .isThrownBy(() -> open(Map.of()))
          .withMessageContaining("cannot write " + metrics())
          .withMessageContaining("set directory to one that can be written");
    } finally {
      assertThat(temp.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void namesWhatItFoundAndWhatItAccepts() {
    assertRefused("interval", "99ms", "100ms or longer");
    assertRefused("interval", "soon", "a positive duration");
    assertRefused("max-file-size", "-1", "a size");
    assertRefused("profiles.size", "much", "a size");
    assertRefused("profiles.age", "59s", "1m or longer");
    assertRefused("max-files", "0", "a whole number from 1");
  }

  private void assertRefused(String key, String value, String accepted) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(Map.of(key, value)))
        .withMessageContaining(key + ": found '" + value + "', accepted is " + accepted);
  }

  private Path metrics() {
    return temp.resolve("metrics.jsonl");
  }

  private Opened open(Map<String, String> values) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("directory", temp.toString()));
    all.putAll(values);
    return new Opened(new FileExporterProvider().open(new ExporterOptions(all, warning -> {})));
  }

  private record Opened(Exporter exporter) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        exporter.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError("an exception that no file throws", e);
      }
    }
  }
}
