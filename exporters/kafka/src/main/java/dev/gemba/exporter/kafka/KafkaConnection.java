package dev.gemba.exporter.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.internals.KafkaThread;

/**
 * Kafka's producer with its thread, from the first message on, and again from the first after a
 * close. Of one thread.
 *
 * <p>It is made when it is needed, as that fails where no broker's name can be resolved, and loads
 * a thousand classes.
 */
final class KafkaConnection {

  private static final String THREAD = "gemba-kafka";
  private static final String NO_BROKER = "no connection to a broker";

  private final Map<String, Object> properties;
  private final Function<Map<String, Object>, Producer<byte[], byte[]>> producers;

  /** Null before the first message, and after a close. */
  private Producer<byte[], byte[]> producer;

  KafkaConnection(Map<String, Object> properties) {
    this(properties, KafkaConnection::producer);
  }

  KafkaConnection(
      Map<String, Object> properties,
      Function<Map<String, Object>, Producer<byte[], byte[]>> producers) {
    this.properties = properties;
    this.producers = producers;
  }

  /**
   * Hands a message to the producer, which may wait for a broker to tell of the topic, or for room.
   *
   * @throws IOException if there can be no producer now, or it takes no message, with the reason
   *     for a person
   */
  Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) throws IOException {
    try {
      if (producer == null) {
        producer = producers.apply(properties);
      }
      return producer.send(message);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new IOException(reason(e), e);
    }
  }

  /** Ends the producer's thread and connections at once. What is still under way is lost. */
  void close() {
    if (producer != null) {
      Producer<byte[], byte[]> closing = producer;
      producer = null;
      closing.close(Duration.ZERO);
    }
  }

  /** What went wrong, for a person. */
  String reason(Throwable failure) {
    if (failure instanceof TimeoutException && isWithoutBroker()) {
      return NO_BROKER; // Kafka would tell of a topic that it does not know
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == failure ? text(failure) : text(failure) + ": " + text(cause);
  }

  /** Why what was sent first took all the time that there was, for a person. */
  String reasonForLateness() {
    return isWithoutBroker() ? NO_BROKER : "no room for more in time";
  }

  private boolean isWithoutBroker() {
    return producer != null && connections() == 0;
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
  }

  /** The brokers. */
  @Override
  public String toString() {
    Iterable<?> brokers = (Iterable<?>) properties.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
    StringBuilder text = new StringBuilder();
    brokers.forEach(broker -> text.append(text.length() == 0 ? "" : ",").append(broker));
    return text.toString();
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> properties) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Producer<byte[], byte[]> made = new KafkaProducer<>(properties, bytes, bytes);
    nameThread();
    return made;
  }

  /** How many there have been. How many there are would count one that is about to fail. */
  private double connections() {
    double connections = 0;
    for (Map.Entry<MetricName, ? extends Metric> metric : producer.metrics().entrySet()) {
      if (metric.getKey().name().equals("connection-creation-total")) {
        connections += ((Number) metric.getValue().metricValue()).doubleValue();
      }
    }
    return connections;
  }

  /**
   * Gemba tells its own threads by their names, to account for what they cost. The class is Kafka's
   * as this loader has it, so no thread of the application's Kafka is of it.
   */
  private static void nameThread() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    Thread[] threads = new Thread[group.activeCount() + 64];
    int found = group.enumerate(threads, false);
    for (int i = 0; i < found; i++) {
      if (threads[i] instanceof KafkaThread) {
        threads[i].setName(THREAD);
      }
    }
  }
}
