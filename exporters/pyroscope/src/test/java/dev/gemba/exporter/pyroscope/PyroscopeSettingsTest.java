package dev.gemba.exporter.pyroscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyroscopeSettingsTest {

  @Test
  void hasDefaultsForAServerOnThisMachine() {
    PyroscopeSettings settings = read(Map.of(), Map.of("PYROSCOPE_SERVER_ADDRESS", " "));

    assertThat(settings.endpoint()).hasToString("http://localhost:4040/push.v1.PusherService/Push");
    assertThat(settings.headers()).isEmpty();
    assertThat(settings.labels()).isEmpty();
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void prefersTheKeyToTheVariable() {
    Map<String, String> variables =
        Map.of(
            "PYROSCOPE_SERVER_ADDRESS", "https://variable.example/base/",
            "PYROSCOPE_TENANT_ID", "variable",
            "PYROSCOPE_BASIC_AUTH_USER", "me",
            "PYROSCOPE_BASIC_AUTH_PASSWORD", "s3cret");

    PyroscopeSettings settings = read(Map.of("tenant", "key"), variables);

    assertThat(settings.endpoint())
        .hasToString("https://variable.example/base/push.v1.PusherService/Push");
    assertThat(settings.headers())
        .isEqualTo(Map.of("X-Scope-OrgID", "key", "Authorization", "Basic bWU6czNjcmV0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          endpoint        | localhost:4040    | endpoint: found 'localhost:4040', accepted is a URL such as http://localhost:4040
          endpoint        | http://host/?a=b  | endpoint: found 'http://host/?a=b', accepted is a URL
          timeout         | soon              | timeout: found 'soon', accepted is a positive duration
          user            | me                | user: found alone, accepted is a user and a password, or neither
          labels.a-b      | c                 | labels.a-b: found label 'a-b', accepted are letters
          labels.__name__ | c                 | labels.__name__: found label '__name__', accepted are letters
          headers.a b     | c                 | headers.a b: header 'a b' has a name or value
          """)
  void namesTheKeyWhatWasFoundAndWhatIsAccepted(String key, String found, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(key, found), Map.of()))
        .withMessageStartingWith(message);
  }

  @Test
  void neverShowsAPassword() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("endpoint", "http://me:s3cret@host"), Map.of()))
        .withMessageContaining("there are keys for it")
        .withMessageNotContaining("s3cret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("password", "s3cret"), Map.of()))
        .withMessageNotContaining("s3cret");
  }

  private static PyroscopeSettings read(Map<String, String> keys, Map<String, String> variables) {
    return PyroscopeSettings.read(Samples.options(keys), variables);
  }
}
