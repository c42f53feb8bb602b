package dev.gemba.exporter.otlp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How one signal is sent.
 *
 * @param endpoint absolute {@code http} or {@code https} URL, the signal's path included
 * @param protocol on the wire
 * @param headers of each request; may hold secrets, so values never appear in messages
 * @param timeout of one delivery
 * @param gzip whether bodies are compressed
 * @param certificate PEM text of the authorities to trust in place of the JVM's own
 */
record SignalSettings(
    String endpoint,
    Protocol protocol,
    Map<String, String> headers,
    Duration timeout,
    boolean gzip,
    Optional<String> certificate) {

  enum Protocol {
    GRPC("grpc", "http://localhost:4317"),
    HTTP("http/protobuf", "http://localhost:4318");

    final String text;
    final String defaultEndpoint;

    Protocol(String text, String defaultEndpoint) {
      this.text = text;
      this.defaultEndpoint = defaultEndpoint;
    }
  }

  SignalSettings {
    headers = Map.copyOf(headers);
  }
}
