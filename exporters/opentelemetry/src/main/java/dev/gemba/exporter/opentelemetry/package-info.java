/**
 * What exporters share that send OpenTelemetry's data: the mapping of our model to it, and the
 * loader in which its libraries keep quiet. No exporter by itself.
 *
 * <p>Everything here but {@link dev.gemba.exporter.opentelemetry.QuietLoader} is for use within
 * one.
 */
package dev.gemba.exporter.opentelemetry;
