package dev.gemba.exporter.otlp;

import dev.gemba.api.export.ExporterOptions;
import java.util.Map;
import java.util.Optional;

/**
 * Where a setting's text comes from: the config; else the signal's environment variable; else the
 * common one. Empty variables count as unset, as OpenTelemetry has it.
 */
record Lookup(ExporterOptions options, Map<String, String> environment) {

  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";

  /**
   * A setting as somebody wrote it.
   *
   * @param source the key or variable, for messages
   * @param scope how widely it was meant
   */
  record Found(String text, String source, Scope scope) {

    IllegalArgumentException unacceptable(String accepted) {
      return unacceptable(text, accepted);
    }

    IllegalArgumentException unacceptable(String shown, String accepted) {
      return new IllegalArgumentException(
          source + ": found '" + shown + "', accepted is " + accepted);
    }
  }

  enum Scope {
    CONFIG,
    SIGNAL,
    COMMON
  }

  Optional<Found> find(Signal signal, String key, String variable) {
    return config(key)
        .or(() -> variable(PREFIX + signal.inVariables + "_" + variable, Scope.SIGNAL))
        .or(() -> variable(PREFIX + variable, Scope.COMMON));
  }

  Optional<Found> find(String key, String variable) {
    return config(key).or(() -> variable(variable, Scope.COMMON));
  }

  private Optional<Found> config(String key) {
    return Optional.ofNullable(options.values().get(key))
        .map(text -> new Found(text.strip(), key, Scope.CONFIG));
  }

  private Optional<Found> variable(String name, Scope scope) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> new Found(text, name, scope));
  }
}
