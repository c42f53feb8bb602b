package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Gemba told of its own price and of its governor's steps, export by export, in the lines of
 * its file exporter.
 */
final class OverheadCourse {

  private static final int TOGETHER = 5;

  /**
   * One export.
   *
   * @param millis on the clock of the wall
   * @param ratio Gemba's share of the CPU by its model; not a number before it knows
   * @param steps of the governor up to then
   */
  private record Point(long millis, double ratio, long steps) {}

  private final List<Point> points = new ArrayList<>();

  /** Read from the exporter's directory. */
  static OverheadCourse in(Path directory) throws IOException {
    OverheadCourse course = new OverheadCourse();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines = Files.newBufferedReader(directory.resolve("metrics.jsonl"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        course.points.add(point(json.readTree(line)));
      }
    }
    return course;
  }

  private static Point point(JsonNode request) {
    long nanos = 0;
    double ratio = Double.NaN;
    long steps = 0;
    for (JsonNode metric : GembaOutput.metrics(request)) {
      for (JsonNode point : metric.findPath("dataPoints")) {
        nanos = Math.max(nanos, point.path("timeUnixNano").asLong());
        switch (metric.path("name").asText()) {
          case "gemba.overhead.ratio" -> ratio = point.path("asDouble").asDouble();
          case "gemba.governor.steps" -> steps += point.path("asInt").asLong();
          default -> {}
        }
      }
    }
    return new Point(nanos / 1_000_000, ratio, steps);
  }

  /** Of all exports from that moment on. */
  double medianRatio(long fromMillis, long toMillis) {
    return Spread.of(
            points.stream()
                .filter(point -> point.millis >= fromMillis && point.millis <= toMillis)
                .map(Point::ratio)
                .toList())
        .median();
  }

  /**
   * Milliseconds after that moment at which the ratio first was within the budget, and stayed there
   * for the median of the five exports from then on; not a number if it never was.
   */
  double millisUntilWithin(double budget, long fromMillis) {
    List<Point> these = points.stream().filter(point -> point.millis >= fromMillis).toList();
    for (int i = 0; i + TOGETHER <= these.size(); i++) {
      List<Double> ratios = these.subList(i, i + TOGETHER).stream().map(Point::ratio).toList();
      if (ratios.get(0) <= budget && Spread.of(ratios).median() <= budget) {
        return these.get(i).millis - fromMillis;
      }
    }
    return Double.NaN;
  }

  /** All of them, from that moment on. */
  List<Double> ratios(long fromMillis) {
    return points.stream().filter(point -> point.millis >= fromMillis).map(Point::ratio).toList();
  }

  /** How many the governor took until then. */
  long stepsUntil(long millis) {
    return points.stream()
        .filter(point -> point.millis <= millis)
        .mapToLong(Point::steps)
        .max()
        .orElse(0);
  }
}
