package dev.gemba.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void hasTheCollectorsDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new KafkaSettings(
                List.of("localhost:9092"),
                "otlp_spans",
                false,
                "otlp_metrics",
                false,
                "1",
                "gemba",
                TEN_SECONDS,
                TEN_SECONDS,
                1_000_000,
                Map.of()));
  }

  @Test
  void takesEveryKey() {
    Map<String, String> values = new HashMap<>();
    values.put("brokers", " a.example:9092 ,[::1]:9093,a.example:9092");
    values.put("traces.topic", "team-a.spans_1");
    values.put("traces.key", "trace-id");
    values.put("metrics.topic", "m");
    values.put("compression", "gzip");
    values.put("acks", "all");
    values.put("client-id", "shop-1");
    values.put("timeout", "2s");
    values.put("interval", "1m");
    values.put("max-message-size", "64kb");
    values.put("properties.security.protocol", "SSL");
    values.put("properties.ssl.truststore.location", "/etc/ca.pem");

    assertThat(read(values))
        .isEqualTo(
            new KafkaSettings(
                List.of("a.example:9092", "[::1]:9093"),
                "team-a.spans_1",
                true,
                "m",
                true,
                "all",
                "shop-1",
                Duration.ofSeconds(2),
                Duration.ofMinutes(1),
                64 << 10,
                Map.of("security.protocol", "SSL", "ssl.truststore.location", "/etc/ca.pem")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          brokers          | localhost            | host:port such as localhost:9092, or a list
          brokers          | localhost:0          | host:port such as localhost:9092, or a list
          brokers          | localhost:65536      | host:port such as localhost:9092, or a list
          brokers          | http://localhost:1   | host:port such as localhost:9092, or a list
          brokers          | me:secret@host:1     | host:port such as localhost:9092, or a list
          traces.topic     | my topic             | the name of a topic
          traces.topic     | ..                   | the name of a topic
          metrics.topic    | a/b                  | the name of a topic
          traces.key       | span-id              | none, trace-id
          compression      | lz4                  | none, gzip
          acks             | 2                    | 1, 0, all
          client-id        | a b                  | at most 249 letters, digits, dots, _ and -
          timeout          | 10                   | a positive duration
          timeout          | 2000h                | at most one day
          interval         | 0s                   | a positive duration
          max-message-size | 12b                  | a size from 1kb to 100mb
          max-message-size | 1gb                  | a size from 1kb to 100mb
          properties.security.protocol | SASL_SSL | PLAINTEXT or SSL
          """)
  void namesTheKeyWhatWasFoundAndWhatIsAccepted(String key, String found, String accepted) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(key, found)))
        .withMessageStartingWith(key + ": found '" + found + "', accepted is " + accepted);
  }

  @Test
  void namesTheBrokerThatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("brokers", "a:1,b:2,")))
        .withMessageStartingWith("brokers: found '', accepted is host:port");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("brokers", "a:1,b,c:3")))
        .withMessageStartingWith("brokers: found 'b', accepted is host:port");
  }

  @ParameterizedTest
  @CsvSource({
    "acks",
    "sasl.mechanism",
    "ssl.engine.factory.class",
    "ssl.truststore.locaton",
    "interceptor.classes",
    "metric.reporters"
  })
  void takesNoOtherPropertyAndNeverShowsItsValue(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("properties." + name, "secret")))
        .withMessageStartingWith(
            "properties." + name + ": an unknown property, accepted are security.protocol and")
        .withMessageNotContaining("secret");
  }

  @Test
  void boundsWhatTheClientMayTake() {
    Map<String, Object> small = ProducerProperties.of(read(Map.of("timeout", "3s")));
    assertThat(small)
        .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_500L)
        .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000)
        .containsEntry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000)
        .containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20)
        .containsEntry(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of())
        .containsEntry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);

    assertThat(ProducerProperties.of(read(Map.of("max-message-size", "8mb"))))
        .containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20)
        .containsEntry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
    for (String timeout : List.of("1ms", "24h")) {
      assertThat(new ProducerConfig(ProducerProperties.of(read(Map.of("timeout", timeout)))))
          .isNotNull();
    }
  }

  private static KafkaSettings read(Map<String, String> values) {
    return KafkaSettings.read(Samples.options(values));
  }
}
