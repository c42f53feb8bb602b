package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gemba.api.export.Exporter;
import dev.gemba.exporter.otlp.Receiver.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad server costs a bounded time, a clear message, no metric and no thread. */
@Timeout(60)
final class OtlpFailureTest {

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/protobuf"})
  void triesAgainWhatIsUnavailable(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.add(Refusal.UNAVAILABLE);
      Exporter exporter = open(server.endpoint(), protocol, Map.of());
      exporter.export(Samples.at(1, List.of(), Samples.span("00f067aa0ba902b7", "", null)));
      exporter.close();

      assertThat(server.headers).hasSize(2);
      assertThat(server.spans()).hasSize(1);
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
  void givesUpOnAServerThatStaysUnavailable(String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.addAll(Collections.nCopies(50, Refusal.UNAVAILABLE));
      Exporter exporter = open(server.endpoint(), protocol, Map.of());

      assertThatThrownBy(() -> exporter.export(Samples.calls(1, 5)))
          .hasMessageContaining("metrics not delivered to " + server.endpoint())
          .hasMessageContaining(protocol.equals("grpc") ? "UNAVAILABLE" : "HTTP 503");
      assertThat(server.headers).hasSize(4);
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
