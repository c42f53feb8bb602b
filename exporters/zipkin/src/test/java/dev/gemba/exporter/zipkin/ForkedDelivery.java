package dev.gemba.exporter.zipkin;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterProvider;
import java.util.Map;
import java.util.ServiceLoader;

/** A program that delivers a span to {@code args[0]}, by a provider found as the agent finds it. */
final class ForkedDelivery {

  private ForkedDelivery() {}

  public static void main(String[] args) throws Exception {
    ExporterProvider provider =
        ServiceLoader.load(ExporterProvider.class, ForkedDelivery.class.getClassLoader())
            .findFirst()
            .orElseThrow();
    Exporter exporter = provider.open(Samples.options(Map.of("endpoint", args[0])));
    exporter.export(Samples.snapshot(Samples.spans(1, Attributes.empty())));
    exporter.close();
  }
}
