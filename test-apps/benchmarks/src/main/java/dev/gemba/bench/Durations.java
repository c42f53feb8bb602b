package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A point of an exponential histogram in seconds, read as OpenTelemetry's data model says: bucket i
 * holds what lies above {@code base^i} and not above {@code base^(i+1)}, where base is {@code
 * 2^(2^-scale)}.
 *
 * @param count how many values
 * @param sumSeconds their sum
 * @param zeros how many of them were nil
 * @param scale the resolution
 * @param offset the index of the first bucket
 * @param buckets how many values each has
 */
record Durations(
    long count, double sumSeconds, long zeros, int scale, int offset, List<Long> buckets) {

  static final Durations NONE = new Durations(0, 0, 0, 0, 0, List.of());

  Durations {
    buckets = List.copyOf(buckets);
  }

  static Durations of(JsonNode point) {
    JsonNode positive = point.path("positive");
    JsonNode counts = positive.path("bucketCounts");
    List<Long> buckets = new ArrayList<>();
    counts.forEach(count -> buckets.add(count.asLong()));
    return new Durations(
        point.path("count").asLong(),
        point.path("sum").asDouble(),
        point.path("zeroCount").asLong(),
        point.path("scale").asInt(),
        positive.path("offset").asInt(),
        buckets);
  }

  /**
   * The value below which this share of all lies, in seconds: the geometric middle of its bucket.
   */
  double quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = zeros;
    if (seen >= rank) {
      return 0;
    }
    for (int i = 0; i < buckets.size(); i++) {
      seen += buckets.get(i);
      if (seen >= rank) {
        return Math.pow(2, (offset + i + 0.5) / Math.pow(2, scale));
      }
    }
    return Double.NaN;
  }
}
