package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.api.export.Snapshot;
import dev.gemba.exporter.http.RequestSender;
import dev.gemba.exporter.zipkin.Receiver.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything goes out once; a bad server costs a bounded time, a clear message and no thread. */
@Timeout(60)
class ZipkinExporterTest {

  private static final Snapshot ONE = Samples.snapshot(Samples.spans(1, Attributes.empty()));

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(ExporterProvider.class))
        .singleElement()
        .satisfies(
            provider -> {
              assertThat(provider.name()).isEqualTo("zipkin");
              assertThat(provider.keys()).containsExactlyInAnyOrder("endpoint", "timeout");
            });
  }

  @Test
  void postsJsonAndTellsWhere() throws Exception {
    try (Receiver server = Receiver.start()) {
      Exporter exporter = Samples.open(server.endpoint(), Map.of());
      exporter.export(ONE);
      exporter.close();

      assertThat(exporter.locations()).containsExactly(server.endpoint());
      assertThat(server.requests)
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.path()).isEqualTo("POST /api/v2/spans");
                assertThat(request.headers())
                    .containsEntry("Content-type", List.of("application/json"))
                    .containsEntry("Content-encoding", List.of("gzip"))
                    .containsEntry("User-agent", List.of("Gemba"))
                    .containsEntry("Connection", List.of("close"))
                    .doesNotContainKey("Expect");
                assertThat(request.spans())
                    .singleElement()
                    .satisfies(span -> assertThat(span).containsEntry("id", "0000000000000001"));
              });
    }
  }

  @Test
  void asksNobodyWhereThereAreNoSpans() throws Exception {
    Exporter exporter = Samples.open("http://localhost:1/api/v2/spans", Map.of());
    exporter.export(Samples.snapshot());
    exporter.close();

    assertThat(threads()).isEmpty();
  }

  @Test
  void postsManySpansInSeveralRequestsAndEachOfThemOnce() throws Exception {
    try (Receiver server = Receiver.start()) {
      Exporter exporter = Samples.open(server.endpoint(), Map.of());
      exporter.export(Samples.snapshot(Samples.spans(2_500, Attributes.empty())));
      exporter.close();

      assertThat(server.requests)
          .extracting(request -> request.spans().size())
          .containsExactly(1000, 1000, 500);
      assertThat(server.requests.stream().flatMap(request -> request.spans().stream()))
          .extracting(span -> span.get("id"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void saysWhatTheServerAnsweredAndGoesOn() throws Exception {
    try (Receiver server = Receiver.start()) {
      server.refusals.add(new Refusal(500, "<p>\nno room\u0000 left</p>" + "x".repeat(5_000)));
      server.refusals.add(new Refusal(404, ""));
      server.refusals.add(new Refusal(302, "elsewhere"));
      Exporter exporter = Samples.open(server.endpoint(), Map.of());

      assertThatThrownBy(() -> exporter.export(ONE))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "1 of 1 spans not delivered to "
                  + server.endpoint()
                  + ": the server answered HTTP 500 Internal Server Error: <p> no room left</p>xxx")
          .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(400));
      assertThatThrownBy(() -> exporter.export(ONE)).hasMessageEndingWith("HTTP 404 Not Found");
      assertThatThrownBy(() -> exporter.export(ONE))
          .hasMessageContaining("HTTP 302 ")
          .hasMessageEndingWith(": elsewhere");
      exporter.export(ONE);
      exporter.close();

      assertThat(server.requests).hasSize(4);
    }
  }

  @Test
  void countsWhatWasNotDelivered() throws Exception {
    try (Receiver server = Receiver.start()) {
      server.refusals.add(new Refusal(202, ""));
      server.refusals.add(new Refusal(503, ""));
      Exporter exporter = Samples.open(server.endpoint(), Map.of());

      assertThatThrownBy(
              () -> exporter.export(Samples.snapshot(Samples.spans(2_500, Attributes.empty()))))
          .hasMessageStartingWith("1500 of 2500 spans not delivered")
          .hasMessageContaining("HTTP 503");
      assertThat(server.requests).hasSize(2);
      exporter.close();
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Exporter exporter = Samples.open("http://localhost:" + port + "/api/v2/spans", Map.of());

    assertThatThrownBy(() -> exporter.export(ONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 of 1 spans not delivered to http://localhost:" + port)
        .hasMessageContaining("Connection refused");
    exporter.close();
  }

  @Test
  void comesBackFromAServerThatNeverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter = Samples.open(endpoint(silent), Map.of("timeout", "300ms"));

      assertThatThrownBy(() -> exporter.export(ONE))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("no answer in time");
      exporter.close();
      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void comesBackFromAServerThatAnswersByteByByte() throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter = Samples.open(endpoint(slow), Map.of("timeout", "300ms"));
      Thread server = new Thread(() -> drip(slow), "drip");
      server.start();

      assertThatThrownBy(() -> exporter.export(ONE)).hasMessageEndingWith("no answer in time");
      exporter.close();
      server.join();
    }
  }

  /** A socket's own timeout does not help here, as it knows nothing of writes. */
  @Test
  void comesBackFromAServerThatDoesNotRead() throws Exception {
    try (ServerSocket full = new ServerSocket()) {
      full.setReceiveBufferSize(1024);
      full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      RequestSender sender = new RequestSender(URI.create(endpoint(full)), "zipkin", Map.of());

      assertThatThrownBy(() -> sender.post(new byte[64 << 20], System.nanoTime() + 300_000_000L))
          .isInstanceOf(IOException.class)
          .hasMessage("no answer in time");
      sender.close();
    }
  }

  @Test
  void readsNoMoreOfAnAnswerThanItHasUseFor() throws Exception {
    try (ServerSocket endless = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter = Samples.open(endpoint(endless), Map.of("timeout", "1h"));
      Thread server = new Thread(() -> flood(endless), "flood");
      server.start();

      assertThatThrownBy(() -> exporter.export(ONE)).isInstanceOf(IOException.class);
      exporter.close();
      server.join();
    }
  }

  @Test
  void stopsWaitingWhenInterrupted() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter = Samples.open(endpoint(silent), Map.of("timeout", "1h"));
      Thread waiting = Thread.currentThread();
      Thread server =
          new Thread(
              () -> {
                try (Socket client = silent.accept()) {
                  assertThat(client.getInputStream().read()).isEqualTo('P');
                  waiting.interrupt();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              },
              "interrupter");
      server.start();

      assertThatThrownBy(() -> exporter.export(ONE)).isInstanceOf(InterruptedException.class);
      server.join();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> exporter.export(ONE)).isInstanceOf(InterruptedException.class);
      exporter.close();
      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void hasOneThreadThatEndsWithIt() throws Exception {
    try (Receiver server = Receiver.start()) {
      Exporter exporter = Samples.open(server.endpoint(), Map.of());
      exporter.export(ONE);
      exporter.export(ONE);

      assertThat(threads())
          .singleElement()
          .matches(Thread::isDaemon)
          .matches(thread -> thread.getContextClassLoader() == null);
      exporter.close();
      assertThat(threads()).isEmpty();
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write("HTTP/1.1 202 ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        client.getOutputStream().write('x');
        Thread.sleep(20); // its pace, far below the timeout
      }
    } catch (IOException | InterruptedException ignored) {
      // The client has hung up, as it should.
    }
  }

  private static void flood(ServerSocket server) {
    try (Socket client = server.accept()) {
      byte[] much = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
      while (true) {
        client.getOutputStream().write(much);
      }
    } catch (IOException ignored) {
      // As above.
    }
  }

  private static String endpoint(ServerSocket server) {
    return "http://localhost:" + server.getLocalPort() + "/api/v2/spans";
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gemba-zipkin"))
        .toList();
  }
}
