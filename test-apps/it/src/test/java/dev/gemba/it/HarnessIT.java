package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;

/**
 * The tools of these tests, tested without an agent: what they compare is the same on every run,
 * and they notice.
 */
class HarnessIT {

  @TempDir private Path directory;

  @OnEveryJdk
  void theZooPrintsTheSameOnEveryRun(Jdk jdk) throws Exception {
    Ended first = ForkedJvm.zoo(jdk, "all").options("-Xverify:all").run().exitedWith(0);
    ForkedJvm.zoo(jdk, "all").options("-Xverify:all").run().sameAs(first).sameErrorsAs(first);
    assertThat(first.stdout()).doesNotContain("CRASH");
  }

  @OnEveryJdk
  void theCountingDriverCountsTheSameOnEveryRun(Jdk jdk) throws Exception {
    Ended first =
        ForkedJvm.zooMain(jdk, "Counting", "4", "1000", "1", "platform").run().exitedWith(0);
    ForkedJvm.zooMain(jdk, "Counting", "4", "1000", "1", "platform").run().sameAs(first);
    if (jdk.hasVirtualThreads()) {
      ForkedJvm.zooMain(jdk, "Counting", "4", "1000", "1", "virtual").run().sameAs(first);
    }
    assertThat(TrueCounts.parse(first.stdout()).get("Work.any")).isEqualTo(Map.of("", 12_000L));
  }

  @OnEveryJdk
  void aJvmThatDoesNotEndIsKilledAndReported(Jdk jdk) throws Exception {
    try (RunningJvm jvm = ForkedJvm.zooMain(jdk, "Ending", "1", "hold").start()) {
      jvm.awaitOutput("sum", Duration.ofSeconds(60));
      assertThatThrownBy(() -> jvm.end(Duration.ofMillis(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ends within");
    }
  }

  @Test
  void lastPointOfASeriesCounts() throws Exception {
    Files.writeString(
        directory.resolve("metrics.jsonl"),
        request("\"3\"", "\"7\"", "0") + "\n" + request("\"5\"", "9", "0") + "\n");
    ExportedMetrics metrics = ExportedMetrics.in(directory).assertNoGembaErrors();
    assertThat(metrics.callsByOutcome("A.b")).isEqualTo(Map.of("", 5L, "java.io.IOException", 2L));
    assertThat(metrics.calls("A.b")).isEqualTo(7);
    assertThat(metrics.durationCount("A.b")).isEqualTo(9);
    assertThat(metrics.calls("A.none")).isZero();
  }

  @Test
  void anAdviceFailureIsAnError() throws Exception {
    Files.writeString(directory.resolve("metrics.jsonl"), request("1", "1", "\"2\""));
    assertThatThrownBy(() -> ExportedMetrics.in(directory).assertNoGembaErrors())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("advice failures");
  }

  @Test
  void aPrometheusPageIsRead() {
    PrometheusPage page =
        PrometheusPage.reading(
            """
            # TYPE gemba_operation_calls_total counter
            gemba_operation_calls_total{gemba_operation="A.b",otel_scope_name="dev.gemba"} 5.0
            gemba_operation_calls_total{error_type="java.io.IOException",gemba_operation="A.b"} 2.0 1700000000
            gemba_other 1
            """);
    assertThat(page.byOutcome("gemba_operation_calls_total"))
        .isEqualTo(Map.of("A.b", Map.of("", 5L, "java.io.IOException", 2L)));
  }

  @Test
  void whatIsNewerThanJava8IsFound() throws Exception {
    try (InputStream in = Jdks.class.getResourceAsStream("Jdks.class")) {
      assertThat(new Java8Api().missing(new ClassReader(in)))
          .contains("java/lang/String.isBlank()Z")
          .noneMatch(member -> member.startsWith("java/lang/Integer."));
    }
  }

  @Test
  void withoutTheJarTheTestsFailAndSayHowToBuildIt() {
    assertThatThrownBy(
            () -> Jars.existing(directory.resolve("gemba.jar"), "build agent/dist first"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("build agent/dist first");
  }

  private static String request(String calls, String durations, String failures) {
    return """
        {"resourceMetrics":[{"scopeMetrics":[{"metrics":[
        {"name":"gemba.operation.calls","sum":{"dataPoints":[
        {"attributes":[{"key":"gemba.operation","value":{"stringValue":"A.b"}}],"asInt":%s},
        {"attributes":[{"key":"gemba.operation","value":{"stringValue":"A.b"}},
        {"key":"error.type","value":{"stringValue":"java.io.IOException"}}],"asInt":"2"}]}},
        {"name":"gemba.operation.duration","exponentialHistogram":{"dataPoints":[
        {"attributes":[{"key":"gemba.operation","value":{"stringValue":"A.b"}}],"count":%s}]}},
        {"name":"gemba.dropped","sum":{"dataPoints":[
        {"attributes":[{"key":"reason","value":{"stringValue":"advice-failure"}}],"asInt":%s}]}}
        ]}]}]}"""
        .formatted(calls, durations, failures)
        .replace("\n", "");
  }
}
