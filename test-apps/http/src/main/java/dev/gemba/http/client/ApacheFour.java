package dev.gemba.http.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.BiFunction;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.util.EntityUtils;

/** Apache HttpClient 4. */
public final class ApacheFour implements BiFunction<String, String, Integer> {

  private final HttpClient client = HttpClients.createDefault();

  /** The constructor that {@code Libraries} looks for. */
  public ApacheFour() {}

  @Override
  public Integer apply(String way, String url) {
    try {
      return switch (way) {
        case "sync" -> status(client.execute(new HttpGet(url)));
        case "host" -> {
          URI uri = URI.create(url);
          HttpHost host = new HttpHost(uri.getHost(), uri.getPort());
          String path = uri.getRawPath() + "?" + uri.getRawQuery();
          yield status(client.execute(host, new BasicHttpRequest("GET", path)));
        }
        case "handler" -> client.execute(new HttpGet(url), ApacheFour::status);
        case "minimal" -> status(HttpClients.createMinimal().execute(new HttpGet(url)));
        default -> legacy(url);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("deprecation") // it is what older programs use
  private static int legacy(String url) throws IOException {
    return status(new DefaultHttpClient().execute(new HttpGet(url)));
  }

  private static int status(HttpResponse response) throws IOException {
    EntityUtils.consume(response.getEntity());
    return response.getStatusLine().getStatusCode();
  }
}
