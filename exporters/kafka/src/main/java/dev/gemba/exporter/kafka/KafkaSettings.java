package dev.gemba.exporter.kafka;

import dev.gemba.api.export.ExporterOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The config section {@code kafka}. Topics, brokers and acknowledgements are by default those of
 * the OpenTelemetry Collector's Kafka exporter.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>accepted</th><th>default</th></tr>
 * <tr><td>brokers</td><td>host:port, one or a list</td><td>localhost:9092</td></tr>
 * <tr><td>traces.topic</td><td>a topic</td><td>otlp_spans</td></tr>
 * <tr><td>traces.key</td><td>none, trace-id</td><td>none</td></tr>
 * <tr><td>metrics.topic</td><td>a topic</td><td>otlp_metrics</td></tr>
 * <tr><td>compression</td><td>none, gzip</td><td>none</td></tr>
 * <tr><td>acks</td><td>0, 1, all</td><td>1</td></tr>
 * <tr><td>client-id</td><td>letters, digits and ._-</td><td>gemba</td></tr>
 * <tr><td>timeout</td><td>a duration</td><td>10s</td></tr>
 * <tr><td>interval</td><td>a duration</td><td>10s</td></tr>
 * <tr><td>max-message-size</td><td>a size</td><td>1000000</td></tr>
 * <tr><td>properties.NAME</td><td>security.protocol, ssl.…</td><td>none</td></tr>
 * </table>
 *
 * @param brokers whom to ask for the rest of them
 * @param keyed whether a message has the spans of one trace, and its id as key
 * @param timeout of all that one export sends
 * @param interval shortest time between two deliveries of metrics
 * @param maxMessageBytes before compression
 * @param properties of Kafka's producer, for TLS; may hold secrets, so values never appear in
 *     messages
 */
record KafkaSettings(
    List<String> brokers,
    String tracesTopic,
    boolean keyed,
    String metricsTopic,
    boolean gzip,
    String acks,
    String clientId,
    Duration timeout,
    Duration interval,
    int maxMessageBytes,
    Map<String, String> properties) {

  private static final String PROPERTIES = "properties.";
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private static final Pattern BROKER =
      Pattern.compile(
          "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?])" + ":(\\d{1,5})");

  /** What Kafka allows in a topic's name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  private static final long LEAST_MESSAGE_BYTES = 1L << 10;

  /** Brokers refuse more than one megabyte unless told otherwise; nobody tells them a hundred. */
  private static final long MOST_MESSAGE_BYTES = 100L << 20;

  KafkaSettings {
    brokers = List.copyOf(brokers);
    properties = Map.copyOf(properties);
  }

  /**
   * @throws IllegalArgumentException naming the key, what was found and what is accepted
   */
  static KafkaSettings read(ExporterOptions options) {
    return new KafkaSettings(
        brokers(options),
        topic(options, "traces.topic", "otlp_spans"),
        oneOf(options, "traces.key", "none", "trace-id").equals("trace-id"),
        topic(options, "metrics.topic", "otlp_metrics"),
        oneOf(options, "compression", "none", "gzip").equals("gzip"),
        oneOf(options, "acks", "1", "0", "all"),
        clientId(options),
        duration(options, "timeout"),
        duration(options, "interval"),
        maxMessageBytes(options),
        properties(options));
  }

  private static List<String> brokers(ExporterOptions options) {
    String text = options.text("brokers", "localhost:9092");
    List<String> brokers = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      String broker = entry.strip();
      Matcher matcher = BROKER.matcher(broker);
      int port = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
      if (port < 1 || port > 65_535) {
        throw unacceptable(
            "brokers", broker, "host:port such as localhost:9092, or a list of them");
      }
      if (!brokers.contains(broker)) {
        brokers.add(broker);
      }
    }
    return brokers;
  }

  private static String topic(ExporterOptions options, String key, String defaultTopic) {
    String topic = options.text(key, defaultTopic).strip();
    if (!NAME.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
      throw unacceptable(
          key, topic, "the name of a topic: at most 249 letters, digits, dots, _ and -");
    }
    return topic;
  }

  /** The first of the values is the default. */
  private static String oneOf(ExporterOptions options, String key, String... values) {
    String text = options.text(key, values[0]).strip();
    if (!List.of(values).contains(text)) {
      throw unacceptable(key, text, String.join(", ", values));
    }
    return text;
  }

  private static String clientId(ExporterOptions options) {
    String text = options.text("client-id", "gemba").strip();
    if (!NAME.matcher(text).matches()) {
      throw unacceptable("client-id", text, "at most 249 letters, digits, dots, _ and -");
    }
    return text;
  }

  private static Duration duration(ExporterOptions options, String key) {
    Duration value = options.duration(key, TEN_SECONDS);
    if (value.compareTo(Duration.ofDays(1)) > 0) {
      throw unacceptable(key, options.text(key, ""), "at most one day");
    }
    return value;
  }

  private static int maxMessageBytes(ExporterOptions options) {
    long bytes = options.sizeBytes("max-message-size", 1_000_000);
    if (bytes < LEAST_MESSAGE_BYTES || bytes > MOST_MESSAGE_BYTES) {
      throw unacceptable(
          "max-message-size", options.text("max-message-size", ""), "a size from 1kb to 100mb");
    }
    return (int) bytes;
  }

  private static Map<String, String> properties(ExporterOptions options) {
    Map<String, String> properties = new TreeMap<>();
    options
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PROPERTIES)) {
                properties.put(key.substring(PROPERTIES.length()), value.strip());
              }
            });
    ProducerProperties.check(properties);
    return properties;
  }

  static IllegalArgumentException unacceptable(String key, String found, String accepted) {
    return new IllegalArgumentException(key + ": found '" + found + "', accepted is " + accepted);
  }
}
