package dev.gemba.exporter.pyroscope;

import dev.gemba.api.export.ExporterOptions;
import dev.gemba.exporter.http.HttpUrls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The config section {@code pyroscope}, completed from the environment by the variables of
 * Pyroscope's own agent. A key beats its variable; an empty variable counts as unset.
 *
 * <table>
 * <caption>Keys and variables</caption>
 * <tr><th>key</th><th>{@code PYROSCOPE_…}</th><th>default</th></tr>
 * <tr><td>endpoint</td><td>SERVER_ADDRESS</td><td>http://localhost:4040</td></tr>
 * <tr><td>user</td><td>BASIC_AUTH_USER</td><td>none</td></tr>
 * <tr><td>password</td><td>BASIC_AUTH_PASSWORD</td><td>none</td></tr>
 * <tr><td>tenant</td><td>TENANT_ID</td><td>none</td></tr>
 * <tr><td>headers.NAME</td><td></td><td>none</td></tr>
 * <tr><td>labels.NAME</td><td></td><td>none; of every profile</td></tr>
 * <tr><td>timeout</td><td></td><td>10s</td></tr>
 * </table>
 *
 * @param endpoint of the server's method, an absolute {@code http} or {@code https} URL
 * @param headers of each request; may hold secrets, so values never appear in messages
 * @param labels of each profile
 * @param timeout of one push
 */
record PyroscopeSettings(
    URI endpoint, Map<String, String> headers, Map<String, String> labels, Duration timeout) {

  private static final String DEFAULT_ENDPOINT = "http://localhost:4040";

  /**
   * Of the API that Pyroscope calls public.
   *
   * @see <a href="https://grafana.com/docs/pyroscope/latest/reference-server-api/">Server API</a>
   */
  private static final String METHOD = "/push.v1.PusherService/Push";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final String HEADERS = "headers.";
  private static final String LABELS = "labels.";

  /** RFC 9110's token. */
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

  /** Prometheus's; those that begin with two underscores are the server's own. */
  private static final Pattern LABEL_NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

  PyroscopeSettings {
    headers = Map.copyOf(headers);
    labels = Map.copyOf(labels);
  }

  /**
   * @throws IllegalArgumentException naming the key or variable, what was found and what is
   *     accepted
   */
  static PyroscopeSettings read(ExporterOptions options, Map<String, String> environment) {
    Source source = new Source(options.values(), environment);
    return new PyroscopeSettings(
        endpoint(source.find("endpoint", "PYROSCOPE_SERVER_ADDRESS")),
        headers(source),
        labels(options.values()),
        options.duration("timeout", DEFAULT_TIMEOUT));
  }

  private static URI endpoint(Optional<Found> found) {
    String accepted = "a URL such as " + DEFAULT_ENDPOINT + " or https://pyroscope.example";
    String text = found.map(Found::text).orElse(DEFAULT_ENDPOINT);
    try {
      URI uri = new URI(text.replaceFirst("/+$", "") + METHOD);
      if (uri.getRawUserInfo() != null) {
        // Not shown: what stands there is a password, and endpoints appear in messages.
        throw found
            .orElseThrow()
            .unacceptable("(hidden)", accepted + ", without a user; there are keys for it");
      }
      if (HttpUrls.isUsable(uri)) {
        return uri;
      }
    } catch (URISyntaxException ignored) {
      // The message below names the text and what is accepted, which is all there is to say.
    }
    throw found.orElseThrow().unacceptable(text, accepted);
  }

  private static Map<String, String> headers(Source source) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    source
        .find("tenant", "PYROSCOPE_TENANT_ID")
        .ifPresent(tenant -> put(headers, "X-Scope-OrgID", tenant.text(), tenant.name()));
    Optional<Found> user = source.find("user", "PYROSCOPE_BASIC_AUTH_USER");
    Optional<Found> password = source.find("password", "PYROSCOPE_BASIC_AUTH_PASSWORD");
    if (user.isPresent() != password.isPresent()) {
      Found alone = user.or(() -> password).orElseThrow();
      throw new IllegalArgumentException(
          alone.name() + ": found alone, accepted is a user and a password, or neither");
    }
    if (user.isPresent()) {
      String both = user.get().text() + ":" + password.get().text();
      byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    source
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(HEADERS)) {
                put(headers, key.substring(HEADERS.length()), value.strip(), key);
              }
            });
    return headers;
  }

  private static void put(Map<String, String> headers, String name, String value, String key) {
    if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          key + ": header '" + name + "' has a name or value that HTTP does not allow");
    }
    headers.put(name, value);
  }

  private static Map<String, String> labels(Map<String, String> values) {
    Map<String, String> labels = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(LABELS)) {
            String name = key.substring(LABELS.length());
            if (!LABEL_NAME.matcher(name).matches()) {
              throw new IllegalArgumentException(
                  key
                      + ": found label '"
                      + name
                      + "', accepted are letters, digits and _, no digit first and no __");
            }
            labels.put(name, value.strip());
          }
        });
    return labels;
  }

  /**
   * A setting as somebody wrote it.
   *
   * @param name the key or variable, for messages
   */
  private record Found(String text, String name) {

    IllegalArgumentException unacceptable(String shown, String accepted) {
      return new IllegalArgumentException(
          name + ": found '" + shown + "', accepted is " + accepted);
    }
  }

  private record Source(Map<String, String> values, Map<String, String> environment) {

    Optional<Found> find(String key, String variable) {
      return found(values, key).or(() -> found(environment, variable).filter(Source::isSet));
    }

    private static Optional<Found> found(Map<String, String> in, String name) {
      return Optional.ofNullable(in.get(name)).map(text -> new Found(text.strip(), name));
    }

    private static boolean isSet(Found found) {
      return !found.text().isEmpty();
    }
  }
}
