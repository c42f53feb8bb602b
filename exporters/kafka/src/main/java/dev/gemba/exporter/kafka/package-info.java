/**
 * The {@code kafka} exporter: spans and metrics as OTLP protobuf, one export request a message, in
 * the topics that the OpenTelemetry Collector's Kafka receiver reads by default.
 *
 * <p>{@link dev.gemba.exporter.kafka.KafkaSettings} says which keys the config takes.
 *
 * <p>As in {@code otlp}, Gemba's own loader sees the provider only. All else is loaded by a {@link
 * dev.gemba.exporter.opentelemetry.QuietLoader} below it, where Kafka's client logs nothing and
 * registers nothing with JMX ({@link dev.gemba.exporter.kafka.silent}). Its one thread is a daemon,
 * named {@code gemba-kafka} like all that Gemba accounts for.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/kafkaexporter">The
 *     Collector's Kafka exporter, whose defaults these are</a>
 */
package dev.gemba.exporter.kafka;
