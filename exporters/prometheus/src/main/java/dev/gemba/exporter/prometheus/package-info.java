/**
 * The {@code prometheus} exporter: a page that Prometheus scrapes.
 *
 * <p>{@link dev.gemba.exporter.prometheus.PrometheusExporterProvider} says what is on the page and
 * which keys the config takes. Of Prometheus' client library only the model and the formats are
 * used. Its HTTP exporter is not, because it takes settings from the system properties and the
 * environment of the application, sets system properties for every other HTTP server in the JVM,
 * and logs to {@code java.util.logging}.
 */
package dev.gemba.exporter.prometheus;
