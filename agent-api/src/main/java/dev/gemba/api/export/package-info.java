/**
 * What an exporter author compiles against: the immutable model of what Gemba measured, and the
 * service interface ({@link dev.gemba.api.export.ExporterProvider}) that takes it out of the
 * process.
 *
 * <p>The model follows the OpenTelemetry data model for metrics and traces: exponential histograms
 * with base 2, cumulative sums, spans with W3C trace ids. All records are immutable and safe to
 * share between threads.
 */
package dev.gemba.api.export;
