package dev.gemba.exporter.otlp;

/** What is sent apart from the other, to an endpoint and with settings of its own. */
enum Signal {
  TRACES("TRACES", "v1/traces"),
  METRICS("METRICS", "v1/metrics");

  /** As in {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT}. */
  final String inVariables;

  /** What HTTP requests append to a common endpoint (OTLP specification, "OTLP/HTTP Request"). */
  final String path;

  Signal(String inVariables, String path) {
    this.inVariables = inVariables;
    this.path = path;
  }
}
