package dev.gemba.agent.config;

import dev.gemba.agent.target.Exclusion;
import dev.gemba.agent.target.MethodPattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of the config: which methods, captured how, under which operation. Maps keep the order of
 * the config.
 *
 * @param place where it is written, such as {@code gemba.yaml:12}; for messages
 * @param methods patterns of the methods; a method that matches one of them is meant
 * @param exclude what is not meant after all
 * @param operation name under which calls are aggregated
 * @param capture what is recorded for a call
 * @param untilDone whether a call whose method returns a future is over only when that is done
 * @param attributes span attributes by name
 * @param dimensions metric attributes by name
 * @param measures distributions of a value, by metric name
 * @param budget what is promised of the operation
 * @param role what its pack says of it; {@link PackRole#NONE} if it is no pack's
 */
public record Target(
    String place,
    List<MethodPattern> methods,
    List<Exclusion> exclude,
    OperationName operation,
    Capture capture,
    boolean untilDone,
    Map<String, ValuePath> attributes,
    Map<String, Dimension> dimensions,
    Map<String, ValuePath> measures,
    Budget budget,
    PackRole role) {

  public Target {
    methods = List.copyOf(methods);
    exclude = List.copyOf(exclude);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
    measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
  }

  /** A target that records the methods under their own names and captures no values. */
  static Target plain(String place, List<MethodPattern> methods, Capture capture) {
    return new Target(
        place,
        methods,
        List.of(),
        OperationName.DEFAULT,
        capture,
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        Budget.NONE,
        PackRole.NONE);
  }

  /** The same as a pack's. */
  Target playing(PackRole of) {
    return new Target(
        place,
        methods,
        exclude,
        operation,
        capture,
        untilDone,
        attributes,
        dimensions,
        measures,
        budget,
        of);
  }
}
