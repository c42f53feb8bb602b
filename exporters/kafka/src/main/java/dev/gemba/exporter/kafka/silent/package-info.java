/**
 * What Kafka's client finds in place of classes that would reach the application: its logging, and
 * its entry in the JVM's JMX server. See {@link dev.gemba.exporter.opentelemetry.QuietLoader}.
 */
package dev.gemba.exporter.kafka.silent;
