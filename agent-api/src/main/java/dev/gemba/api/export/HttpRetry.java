package dev.gemba.api.export;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * Which answers of a server invite another try, and when.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#failures-1">OTLP specification, OTLP/HTTP
 *     failures</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
public final class HttpRetry {

  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

  private HttpRetry() {}

  /** Whether a request that was answered so may be sent again. */
  public static boolean invites(int status) {
    return RETRYABLE.contains(status);
  }

  /**
   * How long the server wants to be left alone.
   *
   * @param header value of {@code Retry-After}: seconds or a date; null if there was none
   * @return empty if there was none that can be read; never negative
   */
  public static Optional<Duration> after(String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException ignored) {
      return Optional.empty(); // no wish that could be granted
    }
  }
}
