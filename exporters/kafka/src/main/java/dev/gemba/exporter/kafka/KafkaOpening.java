package dev.gemba.exporter.kafka;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import java.util.function.Function;

/**
 * The one step from {@link KafkaExporterProvider} into its {@link
 * dev.gemba.exporter.opentelemetry.QuietLoader}.
 */
final class KafkaOpening implements Function<ExporterOptions, Exporter> {

  @Override
  public Exporter apply(ExporterOptions options) {
    return new KafkaExporter(KafkaSettings.read(options));
  }
}
