package dev.gemba.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No broker, or a bad one, costs a bounded time, a clear message and no thread. */
@Timeout(60)
class KafkaExporterTest {

  private static final Snapshot ONE =
      Samples.at(1, Samples.metrics(1), Samples.trace(1, 2, Attributes.empty()));

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(ExporterProvider.class))
        .singleElement()
        .satisfies(provider -> assertThat(provider.name()).isEqualTo("kafka"));
  }

  @Test
  void tellsWhereAndStartsNothingBeforeThereIsSomethingToSend() throws Exception {
    Exporter exporter = Samples.open("a.example:1,b.example:2", Map.of("traces.topic", "t"));

    assertThat(exporter.locations())
        .containsExactly("topics t and otlp_metrics at a.example:1,b.example:2");
    assertThat(threads()).isEmpty();
    exporter.close();
  }

  @Test
  void refusesABadSettingWhenItIsOpened() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.open("localhost", Map.of()))
        .withMessageStartingWith("brokers: found 'localhost', accepted is");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    String nobody = "127.0.0.1:" + Ports.free();
    Exporter exporter = Samples.open(nobody, Map.of("timeout", "600ms"));

    long start = System.nanoTime();
    assertThatThrownBy(() -> exporter.export(ONE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "metrics not delivered to otlp_metrics at "
                + nobody
                + ": no connection to a broker; 2 of 2 spans not delivered to otlp_spans at "
                + nobody
                + ": no connection to a broker")
        .isInstanceOfSatisfying(
            ExportException.class,
            e -> assertThat(e.undelivered().toRetry()).isEqualTo(ONE.spans()));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    exporter.close();
    assertThat(threads()).isEmpty();
  }

  @Test
  void takesSpansThatComeAgainWithoutTheirMetrics() throws Exception {
    Exporter exporter =
        Samples.open("127.0.0.1:" + Ports.free(), Map.of("timeout", "300ms", "interval", "1s"));

    assertThatThrownBy(
            () ->
                exporter.export(
                    new Snapshot(ONE.resource(), ONE.start(), ONE.time(), List.of(), ONE.spans())))
        .hasMessageStartingWith("2 of 2 spans not delivered")
        .isInstanceOf(ExportException.class);
    assertThatThrownBy(() -> exporter.export(ONE)).hasMessageStartingWith("metrics not delivered");
    exporter.close();
  }

  @Test
  void saysThatANameIsUnknownAndTriesAgain() throws Exception {
    Exporter exporter = Samples.open("nobody.invalid:9092", Map.of("timeout", "600ms"));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> exporter.export(ONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("2 of 2 spans not delivered to otlp_spans at nobody.invalid:9092");
    }
    exporter.close();
    assertThat(threads()).isEmpty();
  }

  @Test
  void comesBackFromABrokerThatNeverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter =
          Samples.open("127.0.0.1:" + silent.getLocalPort(), Map.of("timeout", "600ms"));

      assertThatThrownBy(() -> exporter.export(ONE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("2 of 2 spans not delivered to otlp_spans");
      exporter.close();
      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void stopsWaitingWhenInterruptedAndLeavesNoThread() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter =
          Samples.open("127.0.0.1:" + silent.getLocalPort(), Map.of("timeout", "1h"));
      Thread waiting = Thread.currentThread();
      Thread interrupter =
          new Thread(
              () -> {
                try (Socket client = silent.accept()) {
                  assertThat(client.getInputStream().read()).isNotNegative();
                  waiting.interrupt();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              },
              "interrupter");
      interrupter.start();

      assertThatThrownBy(() -> exporter.export(ONE)).isInstanceOf(InterruptedException.class);
      interrupter.join();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(threads()).isEmpty();
      exporter.close();
    }
  }

  @Test
  void hasOneThreadAndGivesItNoContextClassLoader() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter =
          Samples.open("127.0.0.1:" + silent.getLocalPort(), Map.of("timeout", "1s"));
      Thread lane = new Thread(() -> exportInVain(exporter), "lane");
      lane.setContextClassLoader(null);
      lane.start();
      try (Socket client = silent.accept()) {
        assertThat(client.getInputStream().read()).isNotNegative();

        assertThat(threads())
            .singleElement()
            .matches(Thread::isDaemon)
            .matches(thread -> thread.getName().equals("gemba-kafka"))
            .matches(thread -> thread.getContextClassLoader() == null);
      }
      lane.join();
      assertThat(threads()).isEmpty();
      exporter.close();
    }
  }

  private static void exportInVain(Exporter exporter) {
    assertThatThrownBy(() -> exporter.export(ONE)).isInstanceOf(IOException.class);
  }

  /** Kafka's, whatever their names. */
  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().startsWith("gemba-")
                    || thread.getClass().getName().startsWith("org.apache.kafka."))
        .toList();
  }
}
