package dev.gemba.exporter.prometheus;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Serves the last snapshot's metrics over HTTP to Prometheus and whatever else reads its formats:
 * the classic text, OpenMetrics, and Prometheus' protobuf. Spans have no place there.
 *
 * <p>Keys of the section {@code exporters.prometheus}:
 *
 * <table>
 * <caption>Keys, defaults and what they mean</caption>
 * <tr><td>{@code host}</td><td>{@code 127.0.0.1}</td><td>address to listen on; {@code 0.0.0.0} for
 * every one, which shows the metrics to the network</td></tr>
 * <tr><td>{@code port}</td><td>{@code 9464}</td><td>0 takes any free one</td></tr>
 * <tr><td>{@code path}</td><td>{@code /metrics}</td><td>where the page is</td></tr>
 * </table>
 *
 * <p>Names follow OpenTelemetry's rules: {@code gemba.operation.duration} in {@code s} becomes
 * {@code gemba_operation_duration_seconds}, {@code gemba.operation.calls} becomes {@code
 * gemba_operation_calls_total}. The resource is in {@code target_info}; there are no {@code
 * otel_scope_} labels, as all is of one scope.
 *
 * <p>A histogram is there twice. Protobuf carries it as a native histogram, bucket by bucket as
 * Gemba counted it. All formats carry classic buckets, whose bounds are 1, 2.5 and 5 in each decade
 * from 1 µs to 1 h for seconds and from 1 to 10⁹ for any other unit. A bucket of Gemba's counts
 * wholly under the first bound that is not below its own upper bound; so {@code _count} and {@code
 * _sum} are exact, and a classic bucket lacks at most what lies in the one bucket of Gemba's that
 * its bound cuts through, which at scale 4 is a stretch of 4.4 %.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">
 *     OpenTelemetry, Prometheus and OpenMetrics compatibility</a>
 */
public final class PrometheusExporterProvider implements ExporterProvider {

  private static final String PATH = "(/[A-Za-z0-9._~-]+)+";

  /** Found by {@link java.util.ServiceLoader}. */
  public PrometheusExporterProvider() {}

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public Set<String> keys() {
    return Set.of("host", "port", "path");
  }

  @Override
  public boolean takesSpans() {
    return false;
  }

  @Override
  public Exporter open(ExporterOptions options) throws IOException {
    String host = options.text("host", "127.0.0.1").strip();
    int port = (int) options.number("port", 9464, 0, 65_535);
    String path = options.text("path", "/metrics").strip();
    if (!path.matches(PATH)) {
      throw new IllegalArgumentException(
          "path: found '" + path + "', accepted is a path such as /metrics");
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "host: found '" + host + "', which has no address; accepted is one of this machine");
    }
    return new PrometheusExporter(address, path, options.warnings());
  }
}
