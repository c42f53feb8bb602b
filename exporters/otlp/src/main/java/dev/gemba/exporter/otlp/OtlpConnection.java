package dev.gemba.exporter.otlp;

import dev.gemba.exporter.otlp.SignalSettings.Protocol;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;

/**
 * The two OpenTelemetry exporters, and the threads that they and OkHttp run on.
 *
 * <p>A request is tried four times within its timeout, as far as OTLP calls the failure transient;
 * the pauses add up to 1.4 s.
 */
final class OtlpConnection implements AutoCloseable {

  private final OtlpThreads threads = new OtlpThreads();
  private final Senders senders = new Senders();
  private final SpanExporter spans;
  private final MetricExporter metrics;
  private volatile boolean retrying = true;

  OtlpConnection(OtlpSettings settings) {
    this.spans = spanExporter(settings.traces());
    this.metrics = metricExporter(settings.metrics());
  }

  Delivery sendSpans(Collection<SpanData> batch) {
    return new Delivery(spans.export(batch));
  }

  Delivery sendMetrics(Collection<MetricData> batch) {
    return new Delivery(
        batch.isEmpty() ? CompletableResultCode.ofSuccess() : metrics.export(batch));
  }

  /** From now on a server that cannot be reached ends the attempt: nobody may wait for it. */
  void stopRetrying() {
    retrying = false;
  }

  /** Ends requests under way, connections and threads. */
  @Override
  public void close() {
    retrying = false;
    spans.shutdown();
    metrics.shutdown();
    threads.endRequests();
    senders.closeConnections();
    threads.endConnections();
  }

  private SpanExporter spanExporter(SignalSettings to) {
    if (to.protocol() == Protocol.GRPC) {
      var builder =
          OtlpGrpcSpanExporter.builder()
              .setEndpoint(to.endpoint())
              .setTimeout(to.timeout())
              .setConnectTimeout(to.timeout())
              .setCompression(compression(to))
              .setHeaders(to::headers)
              .setRetryPolicy(retryPolicy())
              .setMeterProvider(MeterProvider.noop())
              .setExecutorService(threads.requests())
              .setComponentLoader(senders);
      to.certificate().ifPresent(pem -> builder.setTrustedCertificates(ascii(pem)));
      return builder.build();
    }
    var builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(to.endpoint())
            .setTimeout(to.timeout())
            .setConnectTimeout(to.timeout())
            .setCompression(compression(to))
            .setHeaders(to::headers)
            .setRetryPolicy(retryPolicy())
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(threads.requests())
            .setComponentLoader(senders);
    to.certificate().ifPresent(pem -> builder.setTrustedCertificates(ascii(pem)));
    return builder.build();
  }

  private MetricExporter metricExporter(SignalSettings to) {
    if (to.protocol() == Protocol.GRPC) {
      var builder =
          OtlpGrpcMetricExporter.builder()
              .setEndpoint(to.endpoint())
              .setTimeout(to.timeout())
              .setConnectTimeout(to.timeout())
              .setCompression(compression(to))
              .setHeaders(to::headers)
              .setRetryPolicy(retryPolicy())
              .setMeterProvider(MeterProvider.noop())
              .setExecutorService(threads.requests())
              .setComponentLoader(senders);
      to.certificate().ifPresent(pem -> builder.setTrustedCertificates(ascii(pem)));
      return builder.build();
    }
    var builder =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(to.endpoint())
            .setTimeout(to.timeout())
            .setConnectTimeout(to.timeout())
            .setCompression(compression(to))
            .setHeaders(to::headers)
            .setRetryPolicy(retryPolicy())
            .setMeterProvider(MeterProvider.noop())
            .setExecutorService(threads.requests())
            .setComponentLoader(senders);
    to.certificate().ifPresent(pem -> builder.setTrustedCertificates(ascii(pem)));
    return builder.build();
  }

  private RetryPolicy retryPolicy() {
    return RetryPolicy.builder()
        .setMaxAttempts(4)
        .setInitialBackoff(Duration.ofMillis(200))
        .setMaxBackoff(Duration.ofSeconds(2))
        .setBackoffMultiplier(2)
        .setRetryExceptionPredicate(this::isTransient)
        .build();
  }

  private boolean isTransient(IOException e) {
    return retrying && (e instanceof SocketException || e instanceof UnknownHostException);
  }

  private static String compression(SignalSettings to) {
    return to.gzip() ? "gzip" : "none";
  }

  private static byte[] ascii(String pem) {
    return pem.getBytes(StandardCharsets.US_ASCII);
  }
}
