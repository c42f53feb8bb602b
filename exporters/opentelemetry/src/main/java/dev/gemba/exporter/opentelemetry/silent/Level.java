package dev.gemba.exporter.opentelemetry.silent;

/** Stands in for {@code java.util.logging.Level}. */
public enum Level {
  SEVERE,
  WARNING,
  INFO,
  FINE,
  FINER,
  FINEST
}
