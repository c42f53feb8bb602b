/**
 * The {@code file} exporter: OpenTelemetry's JSON lines in a directory, bounded in size.
 *
 * <p>{@link dev.gemba.exporter.file.FileExporterProvider} says which files there are, what a line
 * holds and which keys the config takes.
 */
package dev.gemba.exporter.file;
