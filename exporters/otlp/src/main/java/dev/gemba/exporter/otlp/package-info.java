/**
 * Sends snapshots by OTLP, over gRPC or HTTP with protobuf, through the OpenTelemetry exporters.
 *
 * <p>Two class loaders hold this package. The one that Gemba gave it sees {@link
 * dev.gemba.exporter.otlp.OtlpExporterProvider} only; a {@link
 * dev.gemba.exporter.opentelemetry.QuietLoader} below it holds everything else together with the
 * libraries, which never reach {@code java.util.logging} that way. Only types of the JDK and of
 * {@code dev.gemba.api.export} pass between the two.
 */
package dev.gemba.exporter.otlp;
