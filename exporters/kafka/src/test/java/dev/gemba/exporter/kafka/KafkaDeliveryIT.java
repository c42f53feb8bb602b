package dev.gemba.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a consumer reads from a real broker is what was exported. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaDeliveryIT {

  @TempDir static Path directory;

  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = KafkaBroker.start(directory, Ports.free());
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void putsSpansAndMetricsIntoTheCollectorsTopics() throws Exception {
    List<Span> spans = new ArrayList<>(Samples.trace(1, 10, Samples.odd()));
    spans.addAll(Samples.trace(2, 3, Attributes.empty()));
    List<Metric> metrics = Samples.metrics(3);
    Exporter exporter = Samples.open(broker.address(), Map.of());
    exporter.export(Samples.at(7, metrics, spans));
    exporter.close();

    try (Topics topics = new Topics(broker.address(), Map.of())) {
      assertThat(topics.spans("otlp_spans")).isEqualTo(spans);
      assertThat(topics.messages("otlp_metrics"))
          .singleElement()
          .satisfies(
              message -> {
                assertThat(message.key()).isNull();
                assertThat(Decoded.metrics(message.value(), 7)).isEqualTo(metrics);
              });
    }
  }

  @Test
  void doesAsItIsTold() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (int trace = 1; trace <= 50; trace++) {
      spans.addAll(Samples.trace(trace, 4, Samples.odd()));
    }
    Exporter exporter =
        Samples.open(
            broker.address(),
            Map.of(
                "traces.topic", "keyed",
                "traces.key", "trace-id",
                "metrics.topic", "compressed",
                "compression", "gzip",
                "acks", "all",
                "max-message-size", "20kb"));
    exporter.export(Samples.at(7, Samples.metrics(500), spans));
    exporter.close();

    try (Topics topics = new Topics(broker.address(), Map.of())) {
      List<ConsumerRecord<byte[], byte[]>> keyed = topics.messages("keyed");
      assertThat(keyed).hasSize(50);
      for (ConsumerRecord<byte[], byte[]> message : keyed) {
        String key = new String(message.key(), StandardCharsets.US_ASCII);
        assertThat(Decoded.spans(message.value()))
            .hasSize(4)
            .allMatch(s -> s.traceId().equals(key));
      }
      assertThat(topics.spans("keyed")).containsExactlyInAnyOrderElementsOf(spans);
      assertThat(topics.messages("compressed")).hasSizeGreaterThan(5);
    }
  }

  @Test
  void takesMoreSpansThanGoIntoOneMessage() throws Exception {
    List<Span> spans = Samples.trace(1, 20_000, Attributes.of("note", "n".repeat(500)));
    Exporter exporter = Samples.open(broker.address(), Map.of("traces.topic", "many"));
    exporter.export(Samples.at(7, List.of(), spans));
    exporter.close();

    try (Topics topics = new Topics(broker.address(), Map.of())) {
      List<Span> read = topics.spans("many");
      assertThat(read).hasSameSizeAs(spans);
      assertThat(Set.copyOf(read)).isEqualTo(Set.copyOf(spans));
    }
  }

  @Test
  void sendsMetricsOnceAnIntervalAndAtTheEnd() throws Exception {
    Map<String, String> settings = Map.of("metrics.topic", "paced", "interval", "10s");
    Exporter exporter = Samples.open(broker.address(), settings);
    for (int second = 1; second <= 12; second++) {
      exporter.export(Samples.at(second, Samples.metrics(second), List.of()));
    }
    exporter.close();

    try (Topics topics = new Topics(broker.address(), Map.of())) {
      List<List<Metric>> read = new ArrayList<>();
      int[] seconds = {1, 11, 12};
      for (ConsumerRecord<byte[], byte[]> message : topics.messages("paced")) {
        read.add(Decoded.metrics(message.value(), seconds[read.size()]));
      }
      assertThat(read)
          .containsExactly(Samples.metrics(1), Samples.metrics(11), Samples.metrics(12));
    }
  }
}
