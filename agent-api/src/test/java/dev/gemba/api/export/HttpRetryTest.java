package dev.gemba.api.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRetryTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void invitesWhatIsTransient(int status) {
    assertThat(HttpRetry.invites(status)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 401, 403, 404, 413, 500, 501, 505})
  void invitesNothingElse(int status) {
    assertThat(HttpRetry.invites(status)).isFalse();
  }

  @Test
  void readsSecondsAndDates() {
    assertThat(HttpRetry.after(" 120 ", NOW)).contains(Duration.ofMinutes(2));
    assertThat(HttpRetry.after("0", NOW)).contains(Duration.ZERO);
    assertThat(HttpRetry.after("Fri, 02 Jan 2026 03:04:35 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(HttpRetry.after("Fri, 02 Jan 2026 03:04:00 GMT", NOW))
        .as("past already")
        .contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999", "Fri, 32 Jan 2026 03:04:35 GMT"})
  void readsNoWishWhereThereIsNone(String header) {
    assertThat(HttpRetry.after(header, NOW)).isEmpty();
    assertThat(HttpRetry.after(null, NOW)).isEmpty();
  }
}
