package dev.gemba.http.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Apache HttpClient 5. */
@SuppressWarnings("deprecation") // what there was in 5.0
public final class ApacheFive implements BiFunction<String, String, Integer> {

  private final CloseableHttpClient client = HttpClients.createDefault();
  private final CloseableHttpAsyncClient async = HttpAsyncClients.createDefault();

  /** The constructor that {@code Libraries} looks for. */
  public ApacheFive() {
    async.start();
  }

  @Override
  public Integer apply(String way, String url) {
    try {
      return switch (way) {
        case "sync" -> status(client.execute(new HttpGet(url)));
        case "host" -> {
          URI uri = URI.create(url);
          HttpHost host = new HttpHost("http", uri.getHost(), uri.getPort());
          String path = uri.getRawPath() + "?" + uri.getRawQuery();
          yield status(client.execute(host, new BasicClassicHttpRequest("GET", path)));
        }
        case "handler" -> client.execute(new HttpGet(url), ApacheFive::status);
        case "minimal" -> minimal(url);
        default ->
            async.execute(new SimpleHttpRequest("GET", URI.create(url)), null).get().getCode();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int minimal(String url) throws IOException {
    try (CloseableHttpClient minimal = HttpClients.createMinimal()) {
      // In 5.0 it fails without a context.
      return status(minimal.execute(new HttpGet(url), HttpClientContext.create()));
    }
  }

  private static int status(ClassicHttpResponse response) throws IOException {
    EntityUtils.consume(response.getEntity());
    return response.getCode();
  }
}
