package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Kafka exporter finds all of its libraries in the jar, of which the build leaves out parts,
 * and a real broker has what it sent.
 */
class KafkaExportIT {

  private static final int CALLS = 500;
  private static final String TARGET = "dev.gemba.zoo.Ending.work(..)";
  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  @TempDir private static Path data;

  private static RunningJvm broker;
  private static int port;

  @TempDir private Path directory;

  @BeforeAll
  static void startBroker() throws Exception {
    port = FreePort.next();
    broker =
        ForkedJvm.on(Jdks.found().get(0))
            .jar(Jars.kafkaBroker(), data.toString(), "" + port)
            .options("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .start()
            .awaitOutput("listening on ", TO_START);
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @OnEveryJdk
  void sendsTheSpansThatTheFileHas(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    String topic = "spans-of-jdk-" + jdk.feature();
    Ended ended;
    try (RunningJvm jvm = holding(jdk, output, topic).start()) {
      // It loads a thousand classes first: an end at once would ask for a fast machine.
      awaitMessages(topic);
      jvm.closeInput();
      ended = jvm.end(TO_START).exitedWith(0);
    }

    List<String> inFile =
        ExportedMetrics.in(output).assertNoGembaErrors().spans().stream()
            .map(span -> span.path("spanId").asText())
            .toList();
    assertThat(inFile).hasSize(CALLS);
    List<Span> read = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : messages(topic)) {
      ExportTraceServiceRequest.parseFrom(message.value())
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource.getScopeSpansList().forEach(scope -> read.addAll(scope.getSpansList())));
    }
    assertThat(read)
        .allMatch(span -> span.getName().equals("Ending.work"))
        .extracting(span -> HexFormat.of().formatHex(span.getSpanId().toByteArray()))
        .containsExactlyInAnyOrderElementsOf(inFile);
    assertThat(calls("metrics-" + topic)).isEqualTo(CALLS);
    assertThat(ended.gembaLines()).noneMatch(line -> line.contains("fail"));
    assertThat(ended.otherErrorLines()).isEmpty();
  }

  private ForkedJvm holding(Jdk jdk, Path output, String topic) throws IOException {
    return ForkedJvm.zooMain(jdk, "Ending", "" + CALLS, "hold")
        .gemba(
            directory,
            "sampling: { keep: 100% }\n"
                + ConfigText.measuring(output, "span", TARGET)
                + "  kafka:\n    brokers: [\"127.0.0.1:"
                + port
                + "\"]\n    traces: { topic: "
                + topic
                + " }\n    metrics: { topic: metrics-"
                + topic
                + " }\n    compression: gzip\n");
  }

  private static void awaitMessages(String topic) {
    long until = System.nanoTime() + TO_START.toNanos();
    while (messages(topic).isEmpty()) {
      assertThat(System.nanoTime() - until).as("messages in %s", topic).isNegative();
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** As the newest message tells. */
  private static long calls(String topic) throws Exception {
    long most = 0;
    for (ConsumerRecord<byte[], byte[]> message : messages(topic)) {
      most =
          Math.max(
              most,
              ExportMetricsServiceRequest.parseFrom(message.value())
                  .getResourceMetricsList()
                  .stream()
                  .flatMap(resource -> resource.getScopeMetricsList().stream())
                  .flatMap(scope -> scope.getMetricsList().stream())
                  .filter(metric -> metric.getName().equals("gemba.operation.calls"))
                  .mapToLong(metric -> metric.getSum().getDataPoints(0).getAsInt())
                  .sum());
    }
    return most;
  }

  private static List<ConsumerRecord<byte[], byte[]>> messages(String topic) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", "127.0.0.1:" + port, "allow.auto.create.topics", false);
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(POLL).forEach(messages::add);
      }
    }
    return messages;
  }
}
