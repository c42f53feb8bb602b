package dev.gemba.api.export;

import java.util.List;

/**
 * One instrument and the state of its series.
 *
 * @param name by OpenTelemetry's naming rules, such as {@code gemba.operation.duration}
 * @param unit in UCUM notation, such as {@code s}, {@code By} or {@code {call}}
 * @param description one sentence for a reader of dashboards
 * @param data the points, by kind
 */
public record Metric(String name, String unit, String description, Data data) {

  /** The kinds of metric. All monotonic sums and histograms are cumulative since the start time. */
  public sealed interface Data permits Sum, Gauge, Histogram {}

  /** Something that adds up. Monotonic sums only ever grow. */
  public record Sum(boolean monotonic, List<NumberPoint> points) implements Data {
    public Sum {
      points = List.copyOf(points);
    }
  }

  /** Something read now. */
  public record Gauge(List<NumberPoint> points) implements Data {
    public Gauge {
      points = List.copyOf(points);
    }
  }

  /** A distribution for each series. */
  public record Histogram(List<HistogramPoint> points) implements Data {
    public Histogram {
      points = List.copyOf(points);
    }
  }

  /**
   * One series of a sum or gauge.
   *
   * @param value a {@link Long} or a {@link Double}
   */
  public record NumberPoint(Attributes attributes, Number value) {

    /**
     * @throws IllegalArgumentException if the value is of another type
     */
    public NumberPoint {
      if (!(value instanceof Long || value instanceof Double)) {
        throw new IllegalArgumentException(
            "a point has a value of type "
                + value.getClass().getName()
                + "; accepted are Long and Double");
      }
    }
  }

  /**
   * One series of a histogram.
   *
   * @param exemplar a slow one of its values, of late; null if there is none
   */
  public record HistogramPoint(
      Attributes attributes, Distribution distribution, Exemplar exemplar) {

    /** A series without an exemplar. */
    public HistogramPoint(Attributes attributes, Distribution distribution) {
      this(attributes, distribution, null);
    }
  }
}
