package dev.gemba.cli.recording;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.cli.recording.ExportRequest.Kind;
import dev.gemba.cli.recording.ExportRequest.MetricId;
import dev.gemba.cli.recording.ExportRequest.Point;
import dev.gemba.cli.recording.ExportRequest.Points;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one OTLP {@code Metric}, whose fields come in any order. Used once. */
final class MetricParser {

  private final JsonCursor json;
  private final List<Point> points = new ArrayList<>();
  private String name = "";
  private String unit = "";
  private String description = "";
  private Kind kind = Kind.OTHER;
  private boolean monotonic;
  private boolean delta;

  MetricParser(JsonCursor json) {
    this.json = json;
  }

  Points read() throws IOException {
    json.object(
        field -> {
          switch (field) {
            case "name" -> name = json.text();
            case "unit" -> unit = json.text();
            case "description" -> description = json.text();
            case "sum" -> readData(Kind.SUM);
            case "gauge" -> readData(Kind.GAUGE);
            case "exponentialHistogram" -> readData(Kind.HISTOGRAM);
            default -> json.skip();
          }
        });
    Kind exact = kind == Kind.SUM && monotonic ? Kind.MONOTONIC_SUM : kind;
    return new Points(new MetricId(name, unit, exact), description, delta, points);
  }

  private void readData(Kind found) throws IOException {
    kind = found;
    json.object(
        field -> {
          switch (field) {
            case "isMonotonic" -> monotonic = json.truth();
            case "aggregationTemporality" -> delta = isDelta(json.text());
            case "dataPoints" -> json.array(() -> readPoint(found));
            default -> json.skip();
          }
        });
  }

  /** The enum's number, as the specification has it, or its name, as protobuf's JSON does. */
  private static boolean isDelta(String temporality) {
    return temporality.equals("1") || temporality.equals("AGGREGATION_TEMPORALITY_DELTA");
  }

  private void readPoint(Kind found) throws IOException {
    PointFields point = new PointFields();
    json.object(point::read);
    if (point.negatives > 0) {
      // The model has no negative values. Leaving them out alone would show a wrong distribution.
      kind = Kind.OTHER;
    } else if (!point.noRecordedValue()) {
      points.add(point.build(found));
    }
  }

  private final class PointFields {

    private Attributes attributes = Attributes.empty();
    private long startNanos;
    private long timeNanos;
    private int flags;
    private Number number = 0L;
    private long count;
    private double sum;
    private double min = Double.NaN;
    private double max = Double.NaN;
    private int scale;
    private long zeroCount;
    private double zeroThreshold;
    private int offset;
    private long[] counts = {};
    private long negatives;

    void read(String field) throws IOException {
      switch (field) {
        case "attributes" -> attributes = new AttributesParser(json).read();
        case "startTimeUnixNano" -> startNanos = json.integer();
        case "timeUnixNano" -> timeNanos = json.integer();
        case "flags" -> flags = json.smallInteger();
        case "asInt" -> number = json.integer();
        case "asDouble" -> number = json.number();
        case "count" -> count = json.integer();
        case "sum" -> sum = json.number();
        case "min" -> min = json.number();
        case "max" -> max = json.number();
        case "scale" -> scale = json.smallInteger();
        case "zeroCount" -> zeroCount = json.integer();
        case "zeroThreshold" -> zeroThreshold = json.number();
        case "positive" -> json.object(this::readPositive);
        case "negative" -> json.object(this::readNegative);
        default -> json.skip();
      }
    }

    private void readPositive(String field) throws IOException {
      switch (field) {
        case "offset" -> offset = json.smallInteger();
        case "bucketCounts" -> counts = readCounts();
        default -> json.skip();
      }
    }

    private void readNegative(String field) throws IOException {
      if (field.equals("bucketCounts")) {
        negatives = Arrays.stream(readCounts()).sum();
      } else {
        json.skip();
      }
    }

    private long[] readCounts() throws IOException {
      long[][] read = {new long[160]};
      int[] size = {0};
      json.array(
          () -> {
            if (size[0] == read[0].length) {
              read[0] = Arrays.copyOf(read[0], 2 * size[0]);
            }
            read[0][size[0]++] = json.integer();
          });
      return Arrays.copyOf(read[0], size[0]);
    }

    /** {@code DataPointFlags.FLAG_NO_RECORDED_VALUE_MASK}. */
    boolean noRecordedValue() {
      return (flags & 1) != 0;
    }

    Point build(Kind found) {
      if (found != Kind.HISTOGRAM) {
        return new Point(attributes, startNanos, timeNanos, number, null);
      }
      Distribution distribution =
          new Distribution(scale, count, sum, min, max, zeroCount, zeroThreshold, offset, counts);
      return new Point(attributes, startNanos, timeNanos, null, distribution);
    }
  }
}
