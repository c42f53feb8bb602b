/**
 * What exporters share that post to a server over HTTP: {@link
 * dev.gemba.exporter.http.RequestSender}.
 *
 * <p>HttpCore sends, as it is in Gemba's jar anyway. The JDK's {@code HttpURLConnection} shares
 * connections, cookies, authentication and settings with the application, and OkHttp asks for
 * {@code java.util.logging} before the application has chosen its own. The JDK's {@code HttpClient}
 * starts threads for each client that, before JDK 21, only a garbage collection ends.
 */
package dev.gemba.exporter.http;
