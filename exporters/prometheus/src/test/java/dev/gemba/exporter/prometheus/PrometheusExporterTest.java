package dev.gemba.exporter.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterProvider;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PrometheusExporterTest {

  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private Set<Thread> threadsBefore;
  private Exporter exporter;
  private String url;

  @BeforeEach
  void open() throws Exception {
    threadsBefore = Thread.getAllStackTraces().keySet();
    exporter = Pages.open(Map.of("port", "0"), warnings::add);
    url = exporter.locations().get(0);
  }

  @AfterEach
  void close() throws Exception {
    exporter.close();
    assertThat(warnings).isEmpty();
  }

  @Test
  void isFoundUnderItsName() {
    assertThat(ServiceLoader.load(ExporterProvider.class))
        .singleElement()
        .satisfies(provider -> assertThat(provider.name()).isEqualTo("prometheus"));
  }

  @Test
  void listensOnLoopbackAndSaysWhere() {
    assertThat(url).matches("http://127\\.0\\.0\\.1:[1-9]\\d*/metrics");
  }

  @Test
  void servesAnEmptyPageBeforeTheFirstSnapshot() throws Exception {
    HttpResponse<byte[]> page = Pages.get(url);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).isEmpty();
  }

  @Test
  void servesTheLastSnapshotAsClassicText() throws Exception {
    exporter.export(Samples.snapshot(Samples.calls(Samples.calls("a", 1))));
    exporter.export(Samples.snapshot(Samples.calls(Samples.calls("a", 2))));

    for (String accept : List.of("*/*", "text/plain", "text/html,application/xhtml+xml")) {
      HttpResponse<byte[]> page = Pages.get(url, "Accept", accept);
      assertThat(page.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(text(page)).contains("gemba_operation_calls_total{gemba_operation=\"a\"} 2.0\n");
    }
  }

  @Test
  void servesOpenMetricsWhereThatIsAskedFor() throws Exception {
    exporter.export(
        Samples.snapshot(
            Samples.calls(Samples.calls("a", 2)),
            Samples.durations(Samples.durations("a", Samples.distribution(4, 0.5, 0.7)))));

    HttpResponse<byte[]> page =
        Pages.get(url, "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

    assertThat(page.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(text(page))
        .contains(
            "# TYPE gemba_operation_calls counter\n",
            "gemba_operation_calls_total{gemba_operation=\"a\"} 2.0\n",
            "# UNIT gemba_operation_duration_seconds seconds\n",
            "gemba_operation_duration_seconds_bucket{gemba_operation=\"a\",le=\"0.5\"} 1\n",
            "gemba_operation_duration_seconds_count{gemba_operation=\"a\"} 2\n")
        .endsWith("# EOF\n");
  }

  @Test
  void servesNativeHistogramsAsProtobuf() throws Exception {
    Distribution distribution = Samples.distribution(4, 0.5, 0.7, 1, 1, 1);
    exporter.export(
        Samples.snapshot(
            Samples.calls(Samples.calls("a\uD83D", 5)),
            Samples.durations(Samples.durations("a", distribution))));

    HttpResponse<byte[]> page = Pages.get(url, "Accept", PROTOBUF + ",text/plain;q=0.5");

    Map<String, Metrics.MetricFamily> families = families(page.body());
    assertThat(families.get("gemba_operation_calls_total").getMetric(0).getCounter().getValue())
        .isEqualTo(5);
    assertThat(families.get("target_info").getMetric(0).getLabelCount()).isEqualTo(2);
    Metrics.Histogram histogram =
        families.get("gemba_operation_duration_seconds").getMetric(0).getHistogram();
    assertThat(histogram.getSampleCount()).isEqualTo(5);
    assertThat(histogram.getSampleSum()).isEqualTo(distribution.sum());
    assertThat(histogram.getSchema()).isEqualTo(4);
    // (…, 0.5] is bucket -16, 0.7 lies in (2^(-9/16), 2^(-8/16)] and so in -8, (…, 1] is bucket 0.
    assertThat(histogram.getPositiveSpanList())
        .extracting(Metrics.BucketSpan::getOffset, Metrics.BucketSpan::getLength)
        .containsExactly(tuple(-16, 1), tuple(7, 1), tuple(7, 1));
    assertThat(histogram.getPositiveDeltaList()).containsExactly(1L, 0L, 2L);
    assertThat(histogram.getBucketList())
        .filteredOn(bucket -> bucket.getUpperBound() == 0.5 || bucket.getUpperBound() == 1)
        .extracting(Metrics.Bucket::getCumulativeCount)
        .containsExactly(1L, 5L);
  }

  @Test
  void keepsItsNamesWhateverEscapingIsAskedFor() throws Exception {
    exporter.export(Samples.snapshot(Samples.calls(Samples.calls("a", 1))));

    for (String escaping : List.of("allow-utf-8", "dots", "values", "underscores")) {
      HttpResponse<byte[]> page =
          Pages.get(url, "Accept", "text/plain;version=1.0.0;escaping=" + escaping);
      assertThat(text(page)).contains("gemba_operation_calls_total{gemba_operation=\"a\"} 1.0\n");
    }
  }

  @Test
  void answersNothingButReadsOfThePage() throws Exception {
    URI root = URI.create(url).resolve("/");

    assertThat(Pages.ask("HEAD", url).statusCode()).isEqualTo(200);
    assertThat(Pages.ask("POST", url).statusCode()).isEqualTo(405);
    assertThat(Pages.ask("DELETE", url).headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(Pages.get(url + "/more").statusCode()).isEqualTo(404);
    assertThat(Pages.get(url + "more").statusCode()).isEqualTo(404);
    assertThat(text(Pages.get(root.toString()))).contains("/metrics");
  }

  @Test
  void answersWhileOtherClientsHoldTheirConnections() throws Exception {
    exporter.export(Samples.snapshot(Samples.calls(Samples.calls("a", 1))));
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
        slow.add(socket);
        socket.getOutputStream().write("GET /met".getBytes(UTF_8));
      }
      assertThat(Pages.get(url).statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void makesOnlyDaemonThreadsOfItsOwnNameWithoutContextClassLoader() throws Exception {
    assertThat(Pages.get(url).statusCode()).isEqualTo(200);

    List<Thread> made =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !threadsBefore.contains(thread))
            .filter(thread -> !thread.getName().startsWith("HttpClient-"))
            .filter(
                thread ->
                    thread.getThreadGroup() == null
                        || !thread.getThreadGroup().getName().equals("InnocuousThreadGroup"))
            .toList();

    assertThat(made)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            thread -> {
              assertThat(thread.getName()).startsWith("gemba-prometheus-");
              assertThat(thread.isDaemon()).isTrue();
              assertThat(thread.getContextClassLoader()).isNull();
            });
    exporter.close();
    for (Thread thread : made) {
      thread.join(10_000);
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  @Test
  void leavesTheSystemPropertiesAlone() {
    assertThat(System.getProperties().stringPropertyNames())
        .noneMatch(name -> name.startsWith("sun.net.httpserver"));
  }

  @Test
  void saysWhichPortIsInUse() throws Exception {
    String port = "" + URI.create(url).getPort();

    assertThatIOException()
        .isThrownBy(() -> Pages.open(Map.of("port", port), warnings::add))
        .withMessage(
            "cannot listen on 127.0.0.1:%s (Address already in use); ".formatted(port)
                + "set port to a free one (0 takes any), or host");
  }

  @Test
  void releasesItsPort() throws Exception {
    exporter.export(Samples.snapshot());
    assertThat(Pages.get(url).statusCode()).isEqualTo(200);

    exporter.close();

    int port = URI.create(url).getPort();
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void servesAnotherPath() throws Exception {
    Exporter other = Pages.open(Map.of("port", "0", "path", "/a/b"), warnings::add);
    try {
      assertThat(other.locations().get(0)).endsWith("/a/b");
      assertThat(Pages.get(other.locations().get(0)).statusCode()).isEqualTo(200);
    } finally {
      other.close();
    }
  }

  @Test
  void namesWhatItFoundAndWhatItAccepts() {
    assertRefused(Map.of("path", "metrics"), "path: found 'metrics', accepted is a path such as");
    assertRefused(Map.of("port", "65536"), "port: found '65536', accepted is a whole number");
    assertRefused(Map.of("host", "no.such.host.invalid"), "host: found 'no.such.host.invalid'");
  }

  private void assertRefused(Map<String, String> values, String message) {
    Map<String, String> all = new HashMap<>(Map.of("port", "0"));
    all.putAll(values);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pages.open(all, warnings::add))
        .withMessageContaining(message);
  }

  private static Map<String, Metrics.MetricFamily> families(byte[] body) throws IOException {
    List<Metrics.MetricFamily> families = new ArrayList<>();
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    while (in.available() > 0) {
      families.add(Metrics.MetricFamily.parseDelimitedFrom(in));
    }
    return families.stream()
        .collect(Collectors.toMap(Metrics.MetricFamily::getName, family -> family));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  private static String text(HttpResponse<byte[]> page) {
    return new String(page.body(), UTF_8);
  }
}
