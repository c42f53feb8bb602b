package dev.gemba.exporter.zipkin;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import java.util.Map;
import java.util.Set;

/**
 * Opens the exporter named {@code zipkin}. It posts each snapshot's spans as they come; metrics
 * have no place in Zipkin.
 *
 * <p>Keys of the section {@code exporters.zipkin} are described by {@link ZipkinSettings}. Spans
 * become what OpenTelemetry says they become ({@link SpanJson}). Zipkin's own server shows names of
 * services and spans in lower case.
 *
 * <p>Not thread-safe, and need not be.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/">OpenTelemetry
 *     to Zipkin transformation</a>
 */
public final class ZipkinExporterProvider implements ExporterProvider {

  private final Map<String, String> environment;

  /** Reads {@code OTEL_EXPORTER_ZIPKIN_*} from the environment of this process. */
  public ZipkinExporterProvider() {
    this(System.getenv());
  }

  ZipkinExporterProvider(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "zipkin";
  }

  @Override
  public Set<String> keys() {
    return Set.of("endpoint", "timeout");
  }

  @Override
  public Exporter open(ExporterOptions options) {
    return new ZipkinExporter(ZipkinSettings.read(options, environment));
  }
}
