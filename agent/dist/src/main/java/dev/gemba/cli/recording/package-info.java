/**
 * Reads what the {@code file} exporter wrote: OTLP-JSON export requests, one a line, into the model
 * records of {@code dev.gemba.api.export}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">OpenTelemetry
 *     protocol file exporter</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP, JSON
 *     encoding: camel-case keys, 64-bit integers as text, ids as hexadecimal digits, unknown keys
 *     ignored</a>
 */
package dev.gemba.cli.recording;
