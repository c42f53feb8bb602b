package dev.gemba.exporter.otlp;

import dev.gemba.exporter.otlp.Lookup.Found;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Request headers from {@code headers.NAME} keys, or from a list {@code k=v,k=v} whose values may
 * be percent-encoded (OpenTelemetry protocol exporter specification, "Specifying headers via
 * environment variables"). Values are never shown.
 */
final class Headers {

  private static final String NESTED = "headers.";

  /** RFC 9110's token. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

  private Headers() {}

  static Map<String, String> read(Lookup lookup, Signal signal) {
    Map<String, String> headers = new LinkedHashMap<>();
    lookup
        .options()
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(NESTED)) {
                put(headers, key.substring(NESTED.length()), value.strip(), key);
              }
            });
    if (headers.isEmpty()) {
      lookup.find(signal, "headers", "HEADERS").ifPresent(found -> putAll(headers, found));
    }
    return headers;
  }

  private static void putAll(Map<String, String> headers, Found found) {
    for (String entry : found.text().split(",", -1)) {
      int equals = entry.indexOf('=');
      if (entry.isBlank()) {
        continue;
      }
      if (equals <= 0) {
        throw found.unacceptable("(hidden)", "NAME=VALUE,NAME=VALUE");
      }
      String value = entry.substring(equals + 1).strip();
      put(headers, entry.substring(0, equals).strip(), decoded(found, value), found.source());
    }
  }

  private static String decoded(Found found, String value) {
    try {
      // The decoder is for forms, where a plus means a space; here it means itself.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException ignored) {
      throw found.unacceptable("(hidden)", "values whose percent signs are written as %25");
    }
  }

  private static void put(Map<String, String> headers, String name, String value, String source) {
    if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          source + ": header '" + name + "' has a name or value that HTTP does not allow");
    }
    headers.put(name, value);
  }
}
