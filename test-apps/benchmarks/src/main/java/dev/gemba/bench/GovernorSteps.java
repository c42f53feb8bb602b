package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What Gemba says that its governor did.
 *
 * @param millis when each of those that are known was taken, the first one first
 * @param complete whether all steps are known: Gemba remembers only the last ones
 * @param onceUnmeasured operations that were not recorded at some time
 * @param unmeasuredNow operations whose last step was to be not measured
 * @param shownAsNotMeasured operations with a method that Gemba shows as not measured now
 * @param allShown whether Gemba showed all methods; it shows so many at most
 */
record GovernorSteps(
    List<Long> millis,
    boolean complete,
    Set<String> onceUnmeasured,
    Set<String> unmeasuredNow,
    Set<String> shownAsNotMeasured,
    boolean allShown) {

  /** As many steps as Gemba keeps. */
  private static final int KEPT = 200;

  private static final String NOT_MEASURED = "not measured";

  GovernorSteps {
    millis = List.copyOf(millis);
    onceUnmeasured = Set.copyOf(onceUnmeasured);
    unmeasuredNow = Set.copyOf(unmeasuredNow);
    shownAsNotMeasured = Set.copyOf(shownAsNotMeasured);
  }

  static GovernorSteps of(GembaControl gemba) throws IOException {
    JsonNode steps = gemba.overhead().path("steps");
    List<Long> millis = new ArrayList<>();
    Set<String> onceUnmeasured = new HashSet<>();
    Map<String, String> last = new HashMap<>();
    for (JsonNode step : steps) {
      millis.add(Instant.parse(step.path("at").asText()).toEpochMilli());
      String operation = step.path("operation").asText();
      last.put(operation, step.path("to").asText());
      if (List.of(step.path("from").asText(), step.path("to").asText()).contains(NOT_MEASURED)) {
        onceUnmeasured.add(operation);
      }
    }
    last.values().removeIf(level -> !level.equals(NOT_MEASURED));
    JsonNode targets = gemba.targets();
    return new GovernorSteps(
        millis,
        steps.size() < KEPT,
        onceUnmeasured,
        last.keySet(),
        notMeasured(targets),
        showsAll(targets));
  }

  private static Set<String> notMeasured(JsonNode targets) {
    Set<String> notMeasured = new HashSet<>();
    for (JsonNode woven : targets.findValues("woven")) {
      for (JsonNode method : woven) {
        if (method.path("trouble").asText().startsWith("not measured")) {
          notMeasured.add(method.path("operation").asText());
        }
      }
    }
    return notMeasured;
  }

  private static boolean showsAll(JsonNode targets) {
    for (JsonNode target : targets.path("targets")) {
      if (target.path("woven").size() < target.path("wovenMethods").asInt()) {
        return false;
      }
    }
    return true;
  }

  /** How many decisions those that are known were; one may move many operations. */
  int decisions() {
    return Set.copyOf(millis).size();
  }

  /** How many were taken in a time; empty if Gemba does not remember all of them. */
  OptionalLong between(long fromMillis, long toMillis) {
    if (!complete && millis.get(0) > fromMillis) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(millis.stream().filter(at -> at > fromMillis && at <= toMillis).count());
  }

  /** Whether an operation may lack calls, as it was not recorded all the time. */
  boolean mayLackCalls(String operation) {
    return !complete || onceUnmeasured.contains(operation);
  }

  /** Whether an operation is not recorded, and Gemba does not show that where it shows methods. */
  boolean hides(String operation) {
    return allShown && unmeasuredNow.contains(operation) && !shownAsNotMeasured.contains(operation);
  }
}
