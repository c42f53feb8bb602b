package dev.gemba.exporter.http;

import java.net.URI;
import java.util.Locale;

/** What URLs {@link RequestSender} can post to. */
public final class HttpUrls {

  private HttpUrls() {}

  /**
   * Whether it is one of {@code http} or {@code https} with a host, and nothing behind its path.
   */
  public static boolean isUsable(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http") || scheme.equals("https");
    boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= 65_535);
    boolean plain = uri.getQuery() == null && uri.getFragment() == null;
    return http && port && plain && uri.getHost() != null;
  }
}
