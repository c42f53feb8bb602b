package dev.gemba.exporter.pyroscope;

import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import java.util.Map;
import java.util.Set;

/**
 * Opens the exporter named {@code pyroscope}. It pushes profiles as they come; spans and metrics
 * have no place there. Keys of its section are described by {@link PyroscopeSettings}.
 *
 * <p>Not thread-safe, and need not be.
 */
public final class PyroscopeExporterProvider implements ExporterProvider {

  private final Map<String, String> environment;

  /** Reads {@code PYROSCOPE_*} from the environment of this process. */
  public PyroscopeExporterProvider() {
    this(System.getenv());
  }

  PyroscopeExporterProvider(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "pyroscope";
  }

  @Override
  public Set<String> keys() {
    return Set.of("endpoint", "user", "password", "tenant", "headers.*", "labels.*", "timeout");
  }

  @Override
  public boolean takesSpans() {
    return false;
  }

  @Override
  public boolean takesMetrics() {
    return false;
  }

  @Override
  public boolean takesProfiles(ExporterOptions options) {
    return true;
  }

  @Override
  public Exporter open(ExporterOptions options) {
    return new PyroscopeExporter(PyroscopeSettings.read(options, environment));
  }
}
