package dev.gemba.exporter.otlp;

/** What is sent apart from the other, to an endpoint and with settings of its own. */
enum Signal {
  TRACES("TRACES", "v1/traces", "trace.v1.TraceService"),
  METRICS("METRICS", "v1/metrics", "metrics.v1.MetricsService"),
  PROFILES("PROFILES", "v1development/profiles", "profiles.v1development.ProfilesService");

  /** As in {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}. */
  final String inVariables;

  /** What HTTP requests append to a common endpoint (OTLP specification, "OTLP/HTTP Request"). */
  final String path;

  /** The method that gRPC calls. */
  final String grpcPath;

  Signal(String inVariables, String path, String service) {
    this.inVariables = inVariables;
    this.path = path;
    this.grpcPath = "/opentelemetry.proto.collector." + service + "/Export";
  }
}
