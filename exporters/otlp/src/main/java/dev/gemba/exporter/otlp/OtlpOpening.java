package dev.gemba.exporter.otlp;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import java.util.Map;
import java.util.function.BiFunction;

/** The one step from {@link OtlpExporterProvider} into the {@link QuietLoader}. */
final class OtlpOpening implements BiFunction<Map<String, String>, ExporterOptions, Exporter> {

  @Override
  public Exporter apply(Map<String, String> environment, ExporterOptions options) {
    return new OtlpExporter(OtlpSettings.read(options, environment));
  }
}
