package dev.gemba.exporter.file;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Exemplar;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import java.util.List;

/** Metrics in OTLP's JSON, all of one snapshot. Used for one line. */
final class MetricsJson {

  private static final int CUMULATIVE = 2;

  private final JsonLine json;
  private final long startNanos;
  private final long timeNanos;

  MetricsJson(JsonLine json, Snapshot snapshot) {
    this.json = json;
    this.startNanos = OtlpJson.epochNanos(snapshot.start());
    this.timeNanos = OtlpJson.epochNanos(snapshot.time());
  }

  /** Writes them with all their points. */
  void write(List<Metric> metrics) {
    for (Metric metric : metrics) {
      write(metric);
    }
  }

  private void write(Metric metric) {
    json.startObject();
    json.string("name", metric.name());
    json.string("description", metric.description());
    json.string("unit", metric.unit());
    if (metric.data() instanceof Metric.Sum sum) {
      json.startObject("sum");
      numbers(sum.points());
      json.number("aggregationTemporality", CUMULATIVE);
      json.bool("isMonotonic", sum.monotonic());
    } else if (metric.data() instanceof Metric.Gauge gauge) {
      json.startObject("gauge");
      numbers(gauge.points());
    } else if (metric.data() instanceof Metric.Histogram histogram) {
      json.startObject("exponentialHistogram");
      distributions(histogram.points());
      json.number("aggregationTemporality", CUMULATIVE);
    }
    json.endObject();
    json.endObject();
  }

  private void numbers(List<Metric.NumberPoint> points) {
    json.startArray("dataPoints");
    for (Metric.NumberPoint point : points) {
      json.startObject();
      pointStart(point.attributes());
      if (point.value() instanceof Long value) {
        json.integer("asInt", value);
      } else {
        json.number("asDouble", point.value().doubleValue());
      }
      json.endObject();
    }
    json.endArray();
  }

  private void distributions(List<Metric.HistogramPoint> points) {
    json.startArray("dataPoints");
    for (Metric.HistogramPoint point : points) {
      Distribution distribution = point.distribution();
      json.startObject();
      pointStart(point.attributes());
      json.integer("count", distribution.count());
      known("sum", distribution.sum());
      json.number("scale", distribution.scale());
      json.integer("zeroCount", distribution.zeroCount());
      json.startObject("positive");
      json.number("offset", distribution.offset());
      json.startArray("bucketCounts");
      for (long count : distribution.counts()) {
        json.integer(count);
      }
      json.endArray();
      json.endObject();
      known("min", distribution.min());
      known("max", distribution.max());
      json.number("zeroThreshold", distribution.zeroThreshold());
      if (point.exemplar() != null) {
        json.startArray("exemplars");
        exemplar(point.exemplar());
        json.endArray();
      }
      json.endObject();
    }
    json.endArray();
  }

  private void exemplar(Exemplar exemplar) {
    json.startObject();
    json.integer("timeUnixNano", exemplar.epochNanos());
    json.number("asDouble", exemplar.value());
    json.string("spanId", exemplar.spanId());
    json.string("traceId", exemplar.traceId());
    json.endObject();
  }

  private void pointStart(Attributes attributes) {
    OtlpJson.attributes(json, attributes);
    json.integer("startTimeUnixNano", startNanos);
    json.integer("timeUnixNano", timeNanos);
  }

  private void known(String name, double value) {
    if (!Double.isNaN(value)) {
      json.number(name, value);
    }
  }
}
