package dev.gemba.exporter.otlp;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesPartialSuccess;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OTLP server on loopback that decodes with the official classes and keeps what it got. */
abstract class Receiver implements AutoCloseable {

  /** What a request is answered instead of being kept. */
  enum Refusal {
    UNAVAILABLE,
    /** To be tried again after seven seconds. */
    BUSY,
    /** Full, and no word of when that will pass. */
    EXHAUSTED,
    INVALID,
    /** Nobody there who knows the signal. */
    UNKNOWN,
    /** Takes all but two, and says why. */
    PARTLY,
    /** No answer at all, the connection stays. */
    SILENCE
  }

  static final ExportTraceServiceResponse PARTLY_TRACES =
      ExportTraceServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportTracePartialSuccess.newBuilder().setRejectedSpans(2).setErrorMessage("too old"))
          .build();

  static final ExportMetricsServiceResponse PARTLY_METRICS =
      ExportMetricsServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportMetricsPartialSuccess.newBuilder()
                  .setRejectedDataPoints(2)
                  .setErrorMessage("too old"))
          .build();

  static final ExportProfilesServiceResponse PARTLY_PROFILES =
      ExportProfilesServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportProfilesPartialSuccess.newBuilder()
                  .setRejectedProfiles(2)
                  .setErrorMessage("too old"))
          .build();

  /** Answers for the next requests, in this order; then all is accepted. */
  final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();

  /** Headers of each request, refused ones too, names in lower case. */
  final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();

  final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
  final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  final List<ExportProfilesServiceRequest> profiles = new CopyOnWriteArrayList<>();

  static Receiver start(String protocol) throws Exception {
    return start(protocol, null);
  }

  /** With TLS if there is an identity, else in the clear. */
  static Receiver start(String protocol, SelfSigned identity) throws Exception {
    return protocol.equals("grpc") ? new GrpcReceiver(identity) : new HttpReceiver(identity);
  }

  abstract String protocol();

  abstract String endpoint();

  @Override
  public abstract void close();

  List<Span> spans() {
    return traces.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** The metric of this name in the newest request. */
  Metric newest(String name) {
    return metrics.get(metrics.size() - 1).getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name + " in " + metrics));
  }
}
