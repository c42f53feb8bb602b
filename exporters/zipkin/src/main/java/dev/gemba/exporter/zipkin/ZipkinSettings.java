package dev.gemba.exporter.zipkin;

import dev.gemba.api.export.ExporterOptions;
import dev.gemba.exporter.http.HttpUrls;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The config section {@code zipkin}, completed from the environment. A key beats its variable; an
 * empty variable counts as unset, as OpenTelemetry has it.
 *
 * <table>
 * <caption>Keys and variables</caption>
 * <tr><th>key</th><th>{@code OTEL_…}</th><th>default</th></tr>
 * <tr><td>endpoint</td><td>EXPORTER_ZIPKIN_ENDPOINT</td>
 *     <td>http://localhost:9411/api/v2/spans</td></tr>
 * <tr><td>timeout</td><td>EXPORTER_ZIPKIN_TIMEOUT (ms)</td><td>10s</td></tr>
 * </table>
 *
 * @param endpoint absolute {@code http} or {@code https} URL, path included
 * @param timeout for all spans of one snapshot
 */
record ZipkinSettings(URI endpoint, Duration timeout) {

  private static final URI DEFAULT_ENDPOINT = URI.create("http://localhost:9411/api/v2/spans");
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * A setting as somebody wrote it.
   *
   * @param source the key or variable, for messages
   */
  private record Found(String text, String source, boolean inVariable) {

    IllegalArgumentException unacceptable(String shown, String accepted) {
      return new IllegalArgumentException(
          source + ": found '" + shown + "', accepted is " + accepted);
    }
  }

  /**
   * @throws IllegalArgumentException naming the key or variable, what was found and what is
   *     accepted
   */
  static ZipkinSettings read(ExporterOptions options, Map<String, String> environment) {
    return new ZipkinSettings(
        find(options, "endpoint", environment, "OTEL_EXPORTER_ZIPKIN_ENDPOINT")
            .map(ZipkinSettings::url)
            .orElse(DEFAULT_ENDPOINT),
        find(options, "timeout", environment, "OTEL_EXPORTER_ZIPKIN_TIMEOUT")
            .map(ZipkinSettings::duration)
            .orElse(DEFAULT_TIMEOUT));
  }

  private static Optional<Found> find(
      ExporterOptions options, String key, Map<String, String> environment, String variable) {
    return Optional.ofNullable(options.values().get(key))
        .map(text -> new Found(text.strip(), key, false))
        .or(
            () ->
                Optional.ofNullable(environment.get(variable))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(text -> new Found(text, variable, true)));
  }

  private static URI url(Found found) {
    String accepted =
        "a URL such as " + DEFAULT_ENDPOINT + " or https://zipkin.example/api/v2/spans";
    try {
      URI uri = new URI(found.text());
      if (uri.getRawUserInfo() != null) {
        // Not shown: what stands there is a password, and endpoints appear in messages.
        throw found.unacceptable("(hidden)", accepted + ", without a user");
      }
      if (HttpUrls.isUsable(uri)) {
        return uri;
      }
    } catch (URISyntaxException ignored) {
      // The message below names the text and what is accepted, which is all there is to say.
    }
    throw found.unacceptable(found.text(), accepted);
  }

  /** As everywhere in the config; in a variable a bare number is milliseconds. */
  private static Duration duration(Found found) {
    boolean millis = found.inVariable() && found.text().matches("[0-9]{1,12}");
    String text = millis ? found.text() + "ms" : found.text();
    ExporterOptions one = new ExporterOptions(Map.of(found.source(), text), ignored -> {});
    Duration value = one.duration(found.source(), DEFAULT_TIMEOUT);
    if (value.compareTo(Duration.ofDays(1)) > 0) {
      throw found.unacceptable(found.text(), "at most one day");
    }
    return value;
  }
}
