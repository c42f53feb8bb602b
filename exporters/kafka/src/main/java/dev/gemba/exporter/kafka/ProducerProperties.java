package dev.gemba.exporter.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings as Kafka's producer takes them, and which of the producer's own a config may set:
 * those of TLS. SASL is not among them, as Kafka's client registers security providers with the JVM
 * for it, which the application would see, and which would keep Gemba's classes after a detach.
 */
final class ProducerProperties {

  private static final String PROTOCOL = "security.protocol";

  /** Names a class, which Gemba's loader would not find. */
  private static final String ENGINE = "ssl.engine.factory.class";

  /** What waits for the broker in the client, and two full messages at least. */
  private static final long BUFFER_BYTES = 4L << 20;

  private ProducerProperties() {}

  /**
   * @throws IllegalArgumentException naming the property and what is accepted; values are not shown
   *     where they may be secrets
   */
  static void check(Map<String, String> properties) {
    properties.forEach(
        (name, value) -> {
          boolean tls = name.startsWith("ssl.") && !name.equals(ENGINE);
          if (!name.equals(PROTOCOL) && !(tls && ProducerConfig.configNames().contains(name))) {
            throw new IllegalArgumentException(
                "properties."
                    + name
                    + ": an unknown property, accepted are security.protocol and the ssl.* ones of"
                    + " Kafka's producer, but for ssl.engine.factory.class");
          }
          if (name.equals(PROTOCOL) && !List.of("PLAINTEXT", "SSL").contains(value)) {
            throw KafkaSettings.unacceptable("properties." + name, value, "PLAINTEXT or SSL");
          }
        });
  }

  /** What Kafka has against a property's value, it tells when it makes a producer of them. */
  static Map<String, Object> of(KafkaSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.properties());
    int timeoutMillis = millis(settings.timeout());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, settings.clientId());
    properties.put(ProducerConfig.ACKS_CONFIG, settings.acks());
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.gzip() ? "gzip" : "none");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxMessageBytes());
    properties.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max(BUFFER_BYTES, 2L * settings.maxMessageBytes()));

    // Each topic may have to wait for the brokers, and both have to be done within the timeout.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) Math.max(1, timeoutMillis / 2));
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMillis);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0L);

    // Order and duplicates do not matter here, and it would take more rights on some brokers.
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);

    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);

    // No beans in the application's JMX server, no metrics of the client's own to the broker.
    properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return properties;
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, duration.toMillis());
  }
}
