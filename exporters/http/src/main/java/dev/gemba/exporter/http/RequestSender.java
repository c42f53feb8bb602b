package dev.gemba.exporter.http;

import dev.gemba.api.export.HttpRetry;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;

/**
 * Posts bodies to one URL, each on a connection of its own: there is about one a second, and so
 * nothing is open in between that the server could have closed meanwhile. Sends on the caller's
 * thread. Not thread-safe.
 */
public final class RequestSender {

  private static final int SHOWN_OF_AN_ANSWER = 200;

  private final URI endpoint;
  private final Map<String, String> headers;
  private final Connector connector;
  private final HttpRequestExecutor http = new HttpRequestExecutor();
  // Without RequestExpectContinue, which waits for what many servers and proxies never say.
  private final HttpProcessor standardHeaders =
      new DefaultHttpProcessor(
          RequestTargetHost.INSTANCE, RequestContent.INSTANCE, new RequestUserAgent("Gemba"));
  private final Deadlines deadlines;

  /**
   * Connects when there is something to send.
   *
   * @param endpoint absolute {@code http} or {@code https} URL, path included
   * @param exporter whose name the thread has that ends what takes too long
   * @param headers of each request, {@code Content-Type} among them
   */
  public RequestSender(URI endpoint, String exporter, Map<String, String> headers) {
    this.endpoint = endpoint;
    this.headers = Map.copyOf(headers);
    this.connector = new Connector(endpoint);
    this.deadlines = new Deadlines(exporter);
  }

  /**
   * Returns when the server has answered.
   *
   * @param deadlineNanos by {@link System#nanoTime()}
   * @return what the server has against it; null if it has accepted
   * @throws IOException with what went wrong, for a person, if there was no answer
   */
  public Refusal post(byte[] body, long deadlineNanos) throws IOException, InterruptedException {
    try (SocketChannel channel = connector.connect(deadlineNanos)) {
      ScheduledFuture<?> end = deadlines.closeAt(deadlineNanos, channel);
      try (DefaultBHttpClientConnection connection = connector.http(channel)) {
        return exchange(connection, body);
      } finally {
        end.cancel(false);
      }
    } catch (IOException | HttpException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean late = System.nanoTime() - deadlineNanos >= 0;
      throw new IOException(late ? "no answer in time" : String.valueOf(e.getMessage()), e);
    }
  }

  /** Ends its thread, if there is one. */
  public void close() {
    deadlines.end();
  }

  /** What the server has against it; null if it has accepted. */
  private Refusal exchange(DefaultBHttpClientConnection connection, byte[] body)
      throws IOException, HttpException {
    ClassicHttpRequest request = new BasicClassicHttpRequest("POST", endpoint);
    request.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(body, null)); // its type is among the headers
    HttpCoreContext context = HttpCoreContext.create();
    http.preProcess(request, standardHeaders, context);
    // Not closed: that would read all of the body, however long it is. The connection is.
    ClassicHttpResponse response = http.execute(request, connection, context);
    if (response.getCode() / 100 == 2) {
      return null;
    }
    String text =
        "the server answered HTTP "
            + response.getCode()
            + shown(" ", response.getReasonPhrase())
            + shown(": ", beginning(response.getEntity()));
    Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return new Refusal(
        text,
        HttpRetry.invites(response.getCode()),
        HttpRetry.after(retryAfter == null ? null : retryAfter.getValue(), Instant.now()));
  }

  private static String beginning(HttpEntity body) throws IOException {
    return body == null
        ? ""
        : new String(body.getContent().readNBytes(SHOWN_OF_AN_ANSWER), StandardCharsets.UTF_8);
  }

  /** Answers may be pages of HTML: one readable line of them. */
  private static String shown(String before, String answer) {
    String line = answer == null ? "" : answer.replaceAll("[^\\x21-\\x7e]+", " ").strip();
    return line.isEmpty() ? "" : before + line;
  }
}
