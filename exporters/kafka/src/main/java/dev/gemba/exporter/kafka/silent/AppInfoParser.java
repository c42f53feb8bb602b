package dev.gemba.exporter.kafka.silent;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.kafka.common.metrics.Metrics;

/**
 * Stands in for Kafka's class of the same name, which tells the client's version to the JVM's JMX
 * server, whatever the settings: the application would see a bean that is not its own, and have a
 * server that it may never have asked for.
 */
public final class AppInfoParser {

  private static final Properties VERSION = read();

  private AppInfoParser() {}

  /** The client tells it to the broker. */
  public static String getVersion() {
    return VERSION.getProperty("version", "unknown").strip();
  }

  public static String getCommitId() {
    return VERSION.getProperty("commitId", "unknown").strip();
  }

  public static void registerAppInfo(String prefix, String id, Metrics metrics, long nowMillis) {}

  public static void unregisterAppInfo(String prefix, String id, Metrics metrics) {}

  private static Properties read() {
    Properties properties = new Properties();
    String file = "/kafka/kafka-version.properties";
    try (InputStream in = AppInfoParser.class.getResourceAsStream(file)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException ignored) {
      // An unknown version is one that brokers take, too.
    }
    return properties;
  }
}
