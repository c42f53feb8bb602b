package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Span;
import dev.gemba.exporter.otlp.Receiver.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad server costs a bounded time, a clear message, no metric and no thread. */
@Timeout(60)
final class OtlpFailureTest {

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void tellsWhatMayBeTriedAgainAndTriesNothingAgainItself(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.UNAVAILABLE);
      Undelivered undelivered = exported(server, protocol, 1_500);

      assertThat(undelivered.toRetry()).hasSize(1_500);
      assertThat(undelivered.refusedSpans()).isZero();
      assertThat(undelivered.retryAfter()).isEmpty();
      assertThat(undelivered.partialSuccess()).isFalse();
      assertThat(server.headers).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void tellsWhenToTryAgain(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.BUSY);
      Undelivered undelivered = exported(server, protocol, 3);

      assertThat(undelivered.toRetry()).hasSize(3);
      assertThat(undelivered.retryAfter()).contains(Duration.ofSeconds(7));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void triesTheRestWhereOneRequestIsRefusedForGood(String protocol) throws Exception {
    for (Refusal refusal : List.of(Refusal.INVALID, Refusal.EXHAUSTED)) {
      try (Receiver server = Receiver.start(protocol)) {
        server.refusals.add(refusal);
        Undelivered undelivered = exported(server, protocol, 2_100);

        assertThat(undelivered.toRetry()).isEmpty();
        assertThat(undelivered.refusedSpans()).isEqualTo(1_000);
        assertThat(server.spans()).hasSize(1_100);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void countsWhatAServerRejectsOfWhatItTakes(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.PARTLY);
      Undelivered undelivered = exported(server, protocol, 5);

      assertThat(undelivered).isEqualTo(new Undelivered(List.of(), 0, 2, Optional.empty(), true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void doesNotRepeatMetricsOfWhichAServerRejectsAPart(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.PARTLY);
      Exporter exporter = open(server.endpoint(), protocol, Map.of());

      assertThatThrownBy(() -> exporter.export(Samples.calls(1, 5)))
          .isInstanceOf(ExportException.class)
          .hasMessageContaining("not all data points taken by " + server.endpoint())
          .hasMessageEndingWith("the server rejected 2: too old")
          .satisfies(
              e -> assertThat(((ExportException) e).undelivered().partialSuccess()).isTrue());
      exporter.close();
      assertThat(server.metrics).hasSize(1);
    }
  }

  private static Undelivered exported(Receiver server, String protocol, int spans)
      throws Exception {
    Span[] many = new Span[spans];
    Arrays.fill(many, Samples.span("00f067aa0ba902b7", "", null));
    Exporter exporter = open(server.endpoint(), protocol, Map.of());
    try {
      exporter.export(Samples.at(1, List.of(), many));
      throw new AssertionError("everything was delivered");
    } catch (ExportException e) {
      return e.undelivered();
    } finally {
      exporter.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void doesNotTryAgainWhatIsInvalidAndSaysWhatWasAnswered(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.INVALID);
      Exporter exporter = open(server.endpoint(), protocol, Map.of());

      assertThatThrownBy(
              () ->
                  exporter.export(
                      Samples.at(1, List.of(), Samples.span("00f067aa0ba902b7", "", null))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("1 of 1 spans not delivered to " + server.endpoint())
          .hasMessageContaining(protocol.equals("grpc") ? "INVALID_ARGUMENT" : "HTTP 400")
          .hasMessageContaining("not today");
      assertThat(server.headers).hasSize(1);
      exporter.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void asksAServerThatStaysUnavailableOnceAnExport(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.addAll(Collections.nCopies(50, Refusal.UNAVAILABLE));
      Exporter exporter = open(server.endpoint(), protocol, Map.of());

      assertThatThrownBy(() -> exporter.export(Samples.calls(1, 5)))
          .hasMessageContaining("metrics not delivered to " + server.endpoint())
          .hasMessageContaining(protocol.equals("grpc") ? "UNAVAILABLE" : "HTTP 503");
      assertThat(server.headers).hasSize(1);
      assertThatThrownBy(() -> exporter.export(Samples.calls(2, 5)))
          .as("at once, whatever the interval")
          .hasMessageContaining("metrics not delivered");
      server.refusals.clear();
      exporter.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void reportsARefusedConnectionAndDeliversTheMetricsOnceTheServerIsBack(String protocol)
      throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Exporter exporter = open("http://localhost:" + port, protocol, Map.of("timeout", "700ms"));

    assertThatThrownBy(
            () ->
                exporter.export(
                    Samples.at(
                        1,
                        List.of(Samples.counter(5L)),
                        Samples.span("00f067aa0ba902b7", "", null))))
        .hasMessageContaining("1 of 1 spans not delivered to http://localhost:" + port)
        .hasMessageContaining("metrics not delivered to http://localhost:" + port)
        .satisfies(
            thrown ->
                assertThat(thrown.getMessage())
                    .containsAnyOf("Failed to connect", "no answer in time"));
    assertThatThrownBy(exporter::close).hasMessageContaining("metrics not delivered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void comesBackFromAServerThatNeverAnswersAndLeavesNoThread(String protocol) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter =
          open("http://localhost:" + silent.getLocalPort(), protocol, Map.of("timeout", "300ms"));

      assertThatThrownBy(() -> exporter.export(Samples.calls(1, 5)))
          .hasMessageContaining("no answer in time");
      assertThatThrownBy(exporter::close).hasMessageContaining("no answer in time");
      // Asked while the server still holds the connections: it must be us who end them.
      assertNoThreadIsLeftFrom(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void stopsWaitingWhenInterrupted(String protocol) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter =
          open("http://localhost:" + silent.getLocalPort(), protocol, Map.of("timeout", "1h"));

      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> exporter.export(Samples.calls(1, 5)))
          .isInstanceOf(InterruptedException.class);
      assertThat(catchThrowable(exporter::close)).isInstanceOf(IOException.class);
      assertNoThreadIsLeftFrom(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void endsConnectionsThatStillWaitForAnAnswer(String protocol) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.addAll(Collections.nCopies(50, Refusal.SILENCE));
      Exporter exporter = open(server.endpoint(), protocol, Map.of("timeout", "1h"));
      exporter.export(Samples.at(1, List.of()));
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  exporter.export(
                      Samples.at(2, List.of(), Samples.span("00f067aa0ba902b7", "", null))))
          .isInstanceOf(InterruptedException.class);
      while (server.headers.isEmpty()) {
        Thread.onSpinWait();
      }
      exporter.close();

      assertNoThreadIsLeftFrom(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void runsOnDaemonsAndEndsThemAll(String protocol) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Receiver server = Receiver.start(protocol)) {
      Exporter exporter = open(server.endpoint(), protocol, Map.of());
      exporter.export(Samples.calls(1, 5));

      assertThat(since(before))
          .filteredOn(OtlpFailureTest::isOfTheExporter)
          .isNotEmpty()
          .allMatch(Thread::isDaemon)
          .allMatch(thread -> thread.getContextClassLoader() == null);
      exporter.close();
      assertNoThreadIsLeftFrom(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void canBeOpenedAgainAfterwards(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      open(server.endpoint(), protocol, Map.of()).close();
      Exporter second = open(server.endpoint(), protocol, Map.of());
      second.export(Samples.calls(1, 5));

      assertThat(server.metrics).hasSize(1);
      assertThatNoException().isThrownBy(second::close);
    }
  }

  private static void assertNoThreadIsLeftFrom(Set<Thread> before) throws InterruptedException {
    for (Thread thread : since(before)) {
      if (isOfTheExporter(thread)) {
        thread.join(10_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  private static boolean isOfTheExporter(Thread thread) {
    return thread.getName().startsWith("gemba-otlp") || thread.getName().startsWith("OkHttp");
  }

  private static List<Thread> since(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .toList();
  }

  private static Exporter open(String endpoint, String protocol, Map<String, String> more)
      throws Exception {
    Map<String, String> values = new HashMap<>(more);
    values.put("endpoint", endpoint);
    values.put("protocol", protocol);
    return new OtlpExporterProvider(Map.of()).open(Samples.options(values));
  }
}
