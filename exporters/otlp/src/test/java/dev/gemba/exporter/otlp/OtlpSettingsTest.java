package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gemba.api.export.ExporterOptions;
import dev.gemba.exporter.otlp.SignalSettings.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OtlpSettingsTest {

  @Test
  void hasTheDefaultsOfTheDesign() {
    OtlpSettings settings = read(Map.of(), Map.of());

    assertThat(settings.traces()).isEqualTo(settings.metrics());
    assertThat(settings.traces().endpoint()).isEqualTo("http://localhost:4317");
    assertThat(settings.traces().protocol()).isEqualTo(Protocol.GRPC);
    assertThat(settings.traces().headers()).isEmpty();
    assertThat(settings.traces().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.traces().gzip()).isFalse();
    assertThat(settings.traces().certificate()).isEmpty();
    assertThat(settings.delta()).isFalse();
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void appendsTheSignalsPathToACommonHttpEndpoint() {
    OtlpSettings plain = read(Map.of("protocol", "http/protobuf"), Map.of());
    assertThat(plain.traces().endpoint()).isEqualTo("http://localhost:4318/v1/traces");
    assertThat(plain.metrics().endpoint()).isEqualTo("http://localhost:4318/v1/metrics");

    OtlpSettings based =
        read(
            Map.of("protocol", "http/protobuf"),
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "https://example.org/otlp/"));
    assertThat(based.traces().endpoint()).isEqualTo("https://example.org/otlp/v1/traces");
  }

  @Test
  void usesASignalsOwnEndpointAsItStands() {
    OtlpSettings settings =
        read(
            Map.of("protocol", "http/protobuf"),
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://common:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:9/in"));

    assertThat(settings.traces().endpoint()).isEqualTo("http://traces:9/in");
    assertThat(settings.metrics().endpoint()).isEqualTo("http://common:4318/v1/metrics");
  }

  @Test
  void prefersTheKeyToTheSignalsVariableToTheCommonOne() {
    Map<String, String> variables =
        Map.of(
            "OTEL_EXPORTER_OTLP_TIMEOUT", "3000",
            "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "4000",
            "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
            "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "grpc",
            "OTEL_METRIC_EXPORT_INTERVAL", "60000");

    OtlpSettings fromVariables = read(Map.of(), variables);
    assertThat(fromVariables.traces().timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(fromVariables.metrics().timeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(fromVariables.traces().gzip()).isFalse();
    assertThat(fromVariables.metrics().gzip()).isTrue();
    assertThat(fromVariables.traces().protocol()).isEqualTo(Protocol.HTTP);
    assertThat(fromVariables.metrics().protocol()).isEqualTo(Protocol.GRPC);
    assertThat(fromVariables.interval()).isEqualTo(Duration.ofMinutes(1));

    OtlpSettings fromKeys =
        read(
            Map.of("timeout", "5s", "compression", "none", "protocol", "grpc", "interval", "2s"),
            variables);
    assertThat(fromKeys.traces()).isEqualTo(fromKeys.metrics());
    assertThat(fromKeys.metrics().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(fromKeys.metrics().gzip()).isFalse();
    assertThat(fromKeys.interval()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void takesEmptyVariablesForUnset() {
    OtlpSettings settings =
        read(
            Map.of(),
            Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "", "OTEL_EXPORTER_OTLP_ENDPOINT", "  "));

    assertThat(settings).isEqualTo(read(Map.of(), Map.of()));
  }

  @Test
  void readsHeadersInEveryForm() {
    assertThat(read(Map.of("headers", "a=1, b = x%20y,c=d=e,"), Map.of()).traces().headers())
        .isEqualTo(Map.of("a", "1", "b", "x y", "c", "d=e"));
    assertThat(
            read(
                    Map.of("headers.api-key", "50%+1"),
                    Map.of("OTEL_EXPORTER_OTLP_HEADERS", "other=2"))
                .traces()
                .headers())
        .isEqualTo(Map.of("api-key", "50%+1"));
    OtlpSettings settings =
        read(
            Map.of(),
            Map.of(
                "OTEL_EXPORTER_OTLP_HEADERS", "k=a+b",
                "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "k=m"));
    assertThat(settings.traces().headers()).isEqualTo(Map.of("k", "a+b"));
    assertThat(settings.metrics().headers()).isEqualTo(Map.of("k", "m"));
  }

  @Test
  void readsTemporality() {
    String variable = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE";
    assertThat(read(Map.of("temporality", "delta"), Map.of()).delta()).isTrue();
    assertThat(read(Map.of(), Map.of(variable, "DELTA")).delta()).isTrue();
    assertThat(read(Map.of("temporality", "cumulative"), Map.of(variable, "delta")).delta())
        .isFalse();

    List<String> warnings = new ArrayList<>();
    ExporterOptions options = new ExporterOptions(Map.of(), warnings::add);
    assertThat(OtlpSettings.read(options, Map.of(variable, "lowmemory")).delta()).isTrue();
    assertThat(warnings).containsExactly(variable + ": 'lowmemory' is treated as 'delta'");
  }

  @Test
  void readsTheCertificate(@TempDir Path directory) throws Exception {
    String text = SelfSigned.make(directory).pem();
    Path pem = Files.writeString(directory.resolve("ca.pem"), text);

    assertThat(read(Map.of("certificate", pem.toString()), Map.of()).traces().certificate())
        .contains(text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("certificate", pem + "x"), Map.of()))
        .withMessageStartingWith("certificate: cannot read '" + pem + "x'");
    Path other = Files.writeString(directory.resolve("other"), "hello");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("certificate", other.toString()), Map.of()))
        .withMessage(
            "certificate: found '"
                + other
                + "', accepted is a file with X.509 certificates in PEM format");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          protocol    | http/json               | grpc or http/protobuf
          compression | zstd                    | gzip or none
          temporality | lowmemory               | cumulative or delta
          timeout     | 10                      | a positive duration
          timeout     | 2000h                   | at most one day
          interval    | soon                    | a positive duration
          endpoint    | localhost:4317          | a URL such as http://localhost:4317
          endpoint    | ftp://host              | a URL such as http://localhost:4317
          endpoint    | http://host/?q=1        | a URL such as http://localhost:4317
          endpoint    | http://                 | a URL such as http://localhost:4317
          """)
  void namesTheKeyWhatWasFoundAndWhatIsAccepted(String key, String found, String accepted) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(key, found), Map.of()))
        .withMessageStartingWith(key + ": found '" + found + "', accepted is " + accepted);
  }

  @Test
  void namesTheVariableThatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(), Map.of("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "udp")))
        .withMessageStartingWith("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: found 'udp'");
  }

  @Test
  void neverShowsSecrets() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("headers", "secret"), Map.of()))
        .withMessageStartingWith("headers: ")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("headers.k", "secret\nsecond"), Map.of()))
        .withMessageContaining("'k'")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("endpoint", "http://me:secret@host"), Map.of()))
        .withMessageContaining("headers")
        .withMessageNotContaining("secret");
  }

  private static OtlpSettings read(Map<String, String> values, Map<String, String> variables) {
    return OtlpSettings.read(Samples.options(values), variables);
  }
}
