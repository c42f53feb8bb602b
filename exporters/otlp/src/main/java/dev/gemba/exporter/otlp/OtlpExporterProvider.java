package dev.gemba.exporter.otlp;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.exporter.opentelemetry.QuietLoader;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Opens the exporter named {@code otlp}. Its keys are described by {@link OtlpSettings}; {@code
 * headers} may also be nested ({@code headers.NAME}). Not thread-safe, and need not be.
 */
public final class OtlpExporterProvider implements ExporterProvider {

  private static final List<String> OWN = List.of("okhttp3.", "okio.", "dev.gemba.exporter.otlp.");

  private final Map<String, String> environment;

  /** Reads {@code OTEL_*} from the environment of this process. */
  public OtlpExporterProvider() {
    this(System.getenv());
  }

  OtlpExporterProvider(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public Set<String> keys() {
    return Set.of(
        "endpoint",
        "protocol",
        "headers",
        "headers.*",
        "timeout",
        "compression",
        "temporality",
        "interval",
        "certificate",
        OtlpSettings.PROFILES);
  }

  @Override
  public boolean takesProfiles(ExporterOptions options) {
    try {
      return options.isOn(OtlpSettings.PROFILES, false);
    } catch (IllegalArgumentException ignored) {
      return false; // Opened with these options, it says what is wrong with them.
    }
  }

  @Override
  public Exporter open(ExporterOptions options) throws Exception {
    QuietLoader loader =
        new QuietLoader("gemba-otlp", OtlpExporterProvider.class.getClassLoader(), OWN, Map.of());
    Constructor<?> opening = loader.loadClass(OtlpOpening.class.getName()).getDeclaredConstructor();
    opening.setAccessible(true); // package-private, and seen from here it is another package
    @SuppressWarnings("unchecked") // OtlpOpening declares exactly this
    BiFunction<Map<String, String>, ExporterOptions, Exporter> inside =
        (BiFunction<Map<String, String>, ExporterOptions, Exporter>) opening.newInstance();
    return inside.apply(environment, options);
  }
}
