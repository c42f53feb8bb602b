/**
 * The {@code zipkin} exporter: spans for a Zipkin server, by version 2 of its API, in JSON.
 *
 * <p>{@link dev.gemba.exporter.zipkin.ZipkinExporterProvider} says what becomes of a span and which
 * keys the config takes.
 *
 * <p>HttpCore sends and Jackson writes, as both are in Gemba's jar anyway. Zipkin's own reporter is
 * not used: one of its ways over HTTP is the JDK's {@code HttpURLConnection}, which shares
 * connections, cookies, authentication and settings with the application, and the other is OkHttp,
 * which asks for {@code java.util.logging} before the application has chosen its own. The JDK's
 * {@code HttpClient} starts threads for each client that, before JDK 21, only a garbage collection
 * ends.
 */
package dev.gemba.exporter.zipkin;
