package dev.gemba.exporter.otlp;

import dev.gemba.api.export.Snapshot;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** The clients of the signals, and the threads that they and OkHttp run on. */
final class OtlpConnection implements AutoCloseable {

  private final OtlpThreads threads = new OtlpThreads();
  private final SignalClient spans;
  private final SignalClient metrics;
  private final Optional<SignalClient> profiles;

  OtlpConnection(OtlpSettings settings) {
    this.spans = new SignalClient(Signal.TRACES, settings.traces(), threads.requests());
    this.metrics = new SignalClient(Signal.METRICS, settings.metrics(), threads.requests());
    this.profiles =
        settings.profiles().map(to -> new SignalClient(Signal.PROFILES, to, threads.requests()));
  }

  Delivery sendSpans(Collection<SpanData> batch) throws IOException {
    return spans.send(TraceRequestMarshaler.create(batch));
  }

  Delivery sendMetrics(Collection<MetricData> batch) throws IOException {
    return batch.isEmpty()
        ? Delivery.ofNothing()
        : metrics.send(MetricsRequestMarshaler.create(batch));
  }

  /** To be asked for only if the settings have them. */
  Delivery sendProfiles(Snapshot snapshot) throws IOException {
    return profiles.orElseThrow().send(ProfilesRequest.of(snapshot));
  }

  private Stream<SignalClient> clients() {
    return Stream.concat(Stream.of(spans, metrics), profiles.stream());
  }

  /**
   * Ends requests under way, connections and threads. A connection becomes idle only after its
   * cancelled request has ended; over HTTP/2 it would else stay open for minutes, with a thread
   * that reads from it.
   */
  @Override
  public void close() {
    clients().forEach(SignalClient::cancelAll);
    threads.endRequests();
    clients().forEach(SignalClient::closeConnections);
    threads.endConnections();
  }
}
