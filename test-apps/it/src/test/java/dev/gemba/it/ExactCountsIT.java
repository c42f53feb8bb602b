package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gemba's counts equal the application's own to the last call, by method and by outcome. */
class ExactCountsIT {

  private static final String TARGET = "dev.gemba.zoo.counting.Work.*(..)";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  static Stream<Arguments> jdksLevelsAndThreads() {
    return Jdks.found().stream()
        .flatMap(
            jdk ->
                Stream.of("count", "timing", "span")
                    .flatMap(
                        level ->
                            Stream.of("platform", "virtual")
                                .filter(kind -> kind.equals("platform") || jdk.hasVirtualThreads())
                                .map(kind -> Arguments.of(jdk, level, kind))));
  }

  @ParameterizedTest(name = "{0}, {1}, {2} threads")
  @MethodSource("jdksLevelsAndThreads")
  void inTheFile(Jdk jdk, String capture, String kind) throws Exception {
    Path output = directory.resolve("gemba");
    Ended ended =
        ForkedJvm.zooMain(jdk, "Counting", "16", "20000", "4711", kind)
            .gemba(directory, ConfigText.measuring(output, capture, TARGET))
            .run()
            .exitedWith(0);

    Map<String, Map<String, Long>> truth = TrueCounts.parse(ended.stdout());
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(metrics.byOutcome()).isEqualTo(truth);
    truth.forEach(
        (operation, outcomes) ->
            assertThat(metrics.durationCount(operation))
                .as("calls in the distribution of %s", operation)
                .isEqualTo(capture.equals("count") ? 0 : sum(outcomes)));
  }

  @OnEveryJdk
  void onThePrometheusPage(Jdk jdk) throws Exception {
    int port = FreePort.next();
    String config =
        ConfigText.head()
            + ConfigText.target("timing", TARGET)
            + "exporters:\n  prometheus: { port: "
            + port
            + " }\n";
    try (RunningJvm jvm =
        ForkedJvm.zooMain(jdk, "Counting", "8", "20000", "815", "platform", "hold")
            .gemba(directory, config)
            .start()) {
      jvm.awaitOutput("}}\n", PATIENCE);
      Map<String, Map<String, Long>> truth = TrueCounts.parse(jvm.stdoutSoFar());

      PrometheusPage page = PrometheusPage.of(port).awaitCalls(truth, PATIENCE);

      assertThat(page.byOutcome("gemba_operation_calls_total")).isEqualTo(truth);
      assertThat(page.byOutcome("gemba_operation_duration_seconds_count")).isEqualTo(truth);
      jvm.closeInput();
      jvm.end(PATIENCE).exitedWith(0);
    }
  }

  @OnEveryJdk
  void ofConstructorsThatReturn(Jdk jdk) throws Exception {
    Path output = directory.resolve("gemba");
    ForkedJvm.zooMain(jdk, "Counting", "5", "100", "1", "platform")
        .gemba(
            directory,
            ConfigText.measuring(
                output,
                "timing",
                "dev.gemba.zoo.counting.Tally.new(..)",
                "dev.gemba.zoo.counting.Work.new(..)"))
        .run()
        .exitedWith(0);

    Map<String, Map<String, Long>> counts =
        ExportedMetrics.in(output).assertNoGembaErrors().byOutcome();
    // Three waves of five threads, each with a Work and a Tally, and the Tally of them all.
    assertThat(counts.values().stream().map(ExactCountsIT::sum).sorted().toList())
        .containsExactly(15L, 16L);
  }

  private static long sum(Map<String, Long> outcomes) {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }
}
