package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.exporter.opentelemetry.QuietLoader;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Opens the exporter named {@code kafka}. Its keys are described by {@link KafkaSettings}. Not
 * thread-safe, and need not be.
 */
public final class KafkaExporterProvider implements ExporterProvider {

  private static final List<String> OWN =
      List.of("org.apache.kafka.", "org.slf4j.", "dev.gemba.exporter.kafka.");

  private static final Map<String, String> STAND_INS =
      Map.of(
          "org/slf4j/LoggerFactory",
          "dev/gemba/exporter/kafka/silent/LoggerFactory",
          "org/apache/kafka/common/utils/internals/AppInfoParser",
          "dev/gemba/exporter/kafka/silent/AppInfoParser");

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Set<String> keys() {
    return Set.of(
        "brokers",
        "traces.topic",
        "traces.key",
        "metrics.topic",
        "compression",
        "acks",
        "client-id",
        "timeout",
        "interval",
        "max-message-size",
        "properties.*");
  }

  @Override
  public Exporter open(ExporterOptions options) throws Exception {
    QuietLoader loader =
        new QuietLoader(
            "gemba-kafka", KafkaExporterProvider.class.getClassLoader(), OWN, STAND_INS);
    Constructor<?> opening =
        loader.loadClass(KafkaOpening.class.getName()).getDeclaredConstructor();
    opening.setAccessible(true); // package-private, and seen from here it is another package
    @SuppressWarnings("unchecked") // KafkaOpening declares exactly this
    Function<ExporterOptions, Exporter> inside =
        (Function<ExporterOptions, Exporter>) opening.newInstance();
    return inside.apply(options);
  }
}
