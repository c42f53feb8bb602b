/**
 * The {@code zipkin} exporter: spans for a Zipkin server, by version 2 of its API, in JSON.
 *
 * <p>{@link dev.gemba.exporter.zipkin.ZipkinExporterProvider} says what becomes of a span and which
 * keys the config takes.
 *
 * <p>{@code dev.gemba.exporter.http} sends and Jackson writes, as both are in Gemba's jar anyway.
 * Zipkin's own reporter is not used: over HTTP it goes by the JDK's {@code HttpURLConnection}, or
 * by OkHttp, neither of which leaves the application's JVM alone.
 */
package dev.gemba.exporter.zipkin;
