package dev.gemba.exporter.prometheus;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names of metrics and labels that every version of Prometheus takes, by OpenTelemetry's rules.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">
 *     OpenTelemetry, Prometheus and OpenMetrics compatibility</a>
 */
final class Names {

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("d", "days"),
          Map.entry("h", "hours"),
          Map.entry("min", "minutes"),
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("GiBy", "gibibytes"),
          Map.entry("KBy", "kilobytes"),
          Map.entry("MBy", "megabytes"),
          Map.entry("GBy", "gigabytes"),
          Map.entry("m", "meters"),
          Map.entry("V", "volts"),
          Map.entry("A", "amperes"),
          Map.entry("J", "joules"),
          Map.entry("W", "watts"),
          Map.entry("g", "grams"),
          Map.entry("Cel", "celsius"),
          Map.entry("Hz", "hertz"),
          Map.entry("%", "percent"));

  private static final Map<String, String> PER_UNITS =
      Map.of(
          "s",
          "second",
          "min",
          "minute",
          "h",
          "hour",
          "d",
          "day",
          "ms",
          "millisecond",
          "m",
          "meter");

  /** Labels with a meaning of their own in the formats. */
  private static final Set<String> RESERVED_LABELS = Set.of("le", "quantile");

  private Names() {}

  /** Name, unit and help of a metric; the name without {@code _total}, which the formats add. */
  static MetricMetadata metadata(Metric metric) {
    String name = legal(metric.name(), true);
    if (isCounter(metric)) {
      name = withoutSuffix(name, "_total");
    }
    String unit = unit(metric);
    if (unit.isEmpty()) {
      return new MetricMetadata(name, metric.description());
    }
    name = withoutSuffix(name, "_" + unit) + "_" + unit;
    return new MetricMetadata(name, metric.description(), new Unit(unit));
  }

  /** Whether Prometheus should know a metric as a counter. */
  static boolean isCounter(Metric metric) {
    return metric.data() instanceof Metric.Sum sum && sum.monotonic();
  }

  /**
   * Labels with the values of attributes. To Prometheus an empty label is an absent one, so it is
   * left out. Values of attributes whose names become the same are joined by a semicolon.
   */
  static Labels labels(Attributes attributes) {
    Map<String, String> labels = new TreeMap<>();
    attributes
        .values()
        .forEach(
            (name, value) -> {
              String text = value.toString();
              if (!text.isEmpty()) {
                labels.merge(label(name), text, (first, second) -> first + ";" + second);
              }
            });
    return Labels.of(
        labels.keySet().toArray(new String[0]), labels.values().toArray(new String[0]));
  }

  private static String label(String name) {
    String label = legal(name, false);
    return RESERVED_LABELS.contains(label) ? "key_" + label : label;
  }

  private static String unit(Metric metric) {
    String unit = metric.unit().replaceAll("\\{[^}]*}", "").strip();
    if (unit.equals("1")) {
      return metric.data() instanceof Metric.Gauge ? "ratio" : "";
    }
    int slash = unit.indexOf('/');
    String of = slash < 0 ? unit : unit.substring(0, slash);
    String per = slash < 0 ? "" : unit.substring(slash + 1);
    String first = trimmed(legal(UNITS.getOrDefault(of, of), false));
    String second = trimmed(legal(PER_UNITS.getOrDefault(per, per), false));
    return second.isEmpty() ? first : first.isEmpty() ? "per_" + second : first + "_per_" + second;
  }

  /** Letters, digits and single underscores, not beginning with a digit. */
  private static String legal(String name, boolean colons) {
    StringBuilder legal = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (digit && legal.isEmpty()) {
        legal.append(colons ? "_" : "key_");
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (digit || letter || (colons && c == ':')) {
        legal.append(c);
      } else if (legal.isEmpty() || legal.charAt(legal.length() - 1) != '_') {
        legal.append('_');
      }
    }
    return legal.toString();
  }

  private static String trimmed(String name) {
    return withoutSuffix(name.startsWith("_") ? name.substring(1) : name, "_");
  }

  private static String withoutSuffix(String name, String suffix) {
    boolean has = name.endsWith(suffix) && name.length() > suffix.length();
    return has ? name.substring(0, name.length() - suffix.length()) : name;
  }
}
