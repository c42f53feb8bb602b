package dev.gemba.exporter.pyroscope;

import dev.gemba.api.export.Profile.Kind;
import java.util.List;

/**
 * What Pyroscope calls samples of a kind: the names under which it has those of its own Java agent,
 * so that both are found in the same places.
 *
 * @param name of the profile, as in {@code process_cpu:cpu:nanoseconds:cpu:nanoseconds}
 * @param types what the values of a sample are, the amount last; the number of samples stands
 *     before it if there are two
 * @param period what samples are taken by
 */
record SampleKind(String name, List<ValueType> types, ValueType period) {

  /** A type and its unit. */
  record ValueType(String type, String unit) {}

  private static final String COUNT = "count";
  private static final String NANOSECONDS = "nanoseconds";
  private static final String BYTES = "bytes";

  static SampleKind of(Kind kind) {
    return switch (kind) {
      case CPU -> time("process_cpu", "cpu");
      case WALL -> time("wall", "wall");
      case ALLOC ->
          new SampleKind(
              "memory",
              List.of(
                  new ValueType("alloc_in_new_tlab_objects", COUNT),
                  new ValueType("alloc_in_new_tlab_bytes", BYTES)),
              new ValueType("space", BYTES));
      case LOCK ->
          new SampleKind(
              "mutex",
              List.of(new ValueType("contentions", COUNT), new ValueType("delay", NANOSECONDS)),
              new ValueType("mutex", COUNT));
    };
  }

  private static SampleKind time(String name, String type) {
    ValueType time = new ValueType(type, NANOSECONDS);
    return new SampleKind(name, List.of(time), time);
  }
}
