package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Span;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics of a broker from their beginning. */
final class Topics implements Closeable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;

  Topics(String broker, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", broker);
    properties.put("allow.auto.create.topics", false);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** All messages that the topic has now, of one partition after the other. */
  List<ConsumerRecord<byte[], byte[]>> messages(String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < ends.get(partition)) {
        consumer.poll(POLL).forEach(messages::add);
      }
    }
    return messages;
  }

  List<Span> spans(String topic) throws Exception {
    List<Span> spans = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : messages(topic)) {
      spans.addAll(Decoded.spans(message.value()));
    }
    return spans;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
