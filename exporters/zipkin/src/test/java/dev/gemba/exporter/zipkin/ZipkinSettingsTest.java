package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZipkinSettingsTest {

  private static final String ENDPOINT = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
  private static final String TIMEOUT = "OTEL_EXPORTER_ZIPKIN_TIMEOUT";

  @Test
  void hasOpenTelemetrysDefaults() {
    assertThat(read(Map.of(), Map.of()))
        .isEqualTo(
            new ZipkinSettings(
                URI.create("http://localhost:9411/api/v2/spans"), Duration.ofSeconds(10)));
  }

  @Test
  void prefersTheKeyToTheVariable() {
    Map<String, String> variables = Map.of(ENDPOINT, "https://variable.example/in", TIMEOUT, "700");

    assertThat(read(Map.of(), variables))
        .isEqualTo(
            new ZipkinSettings(URI.create("https://variable.example/in"), Duration.ofMillis(700)));
    assertThat(read(Map.of("endpoint", " http://[::1]:9/ ", "timeout", "2s"), variables))
        .isEqualTo(new ZipkinSettings(URI.create("http://[::1]:9/"), Duration.ofSeconds(2)));
  }

  @Test
  void takesEmptyVariablesForUnset() {
    assertThat(read(Map.of(), Map.of(ENDPOINT, "  ", TIMEOUT, "")))
        .isEqualTo(read(Map.of(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          endpoint | localhost:9411               | a URL such as http://localhost:9411/api/v2/spans
          endpoint | ftp://host/api/v2/spans      | a URL such as http://localhost:9411/api/v2/spans
          endpoint | http://host/api/v2/spans?k=1 | a URL such as http://localhost:9411/api/v2/spans
          endpoint | http://host/api/v2/spans#k   | a URL such as http://localhost:9411/api/v2/spans
          endpoint | http://host:65536/           | a URL such as http://localhost:9411/api/v2/spans
          endpoint | http://host:0/               | a URL such as http://localhost:9411/api/v2/spans
          endpoint | http://ho st/                | a URL such as http://localhost:9411/api/v2/spans
          endpoint | http://                      | a URL such as http://localhost:9411/api/v2/spans
          timeout  | 10                           | a positive duration
          timeout  | 0s                           | a positive duration
          timeout  | 2000h                        | at most one day
          """)
  void namesTheKeyWhatWasFoundAndWhatIsAccepted(String key, String found, String accepted) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(key, found), Map.of()))
        .withMessageStartingWith(key + ": found '" + found + "', accepted is " + accepted);
  }

  @Test
  void namesTheVariableThatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(), Map.of(ENDPOINT, "zipkin")))
        .withMessageStartingWith(ENDPOINT + ": found 'zipkin'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(), Map.of(TIMEOUT, "soon")))
        .withMessageStartingWith(TIMEOUT + ": found 'soon'");
  }

  @Test
  void neverShowsAPassword() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("endpoint", "http://me:secret@host/"), Map.of()))
        .withMessageContaining("without a user")
        .withMessageNotContaining("secret");
  }

  private static ZipkinSettings read(Map<String, String> values, Map<String, String> variables) {
    return ZipkinSettings.read(Samples.options(values), variables);
  }
}
