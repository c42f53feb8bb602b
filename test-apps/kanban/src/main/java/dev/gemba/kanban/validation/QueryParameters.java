package dev.gemba.kanban.validation;

import dev.gemba.kanban.problem.Problem;
import dev.gemba.kanban.problem.Problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads query parameters and remembers every fault, so that all are answered at once. */
final class QueryParameters {
  private final Map<String, List<String>> parameters;
  private final List<Violation> faults = new ArrayList<>();

  QueryParameters(Map<String, List<String>> parameters, Set<String> known) {
    this.parameters = parameters;
    for (String name : new TreeSet<>(parameters.keySet())) {
      if (!known.contains(name)) {
        faults.add(
            new Violation(
                name, "is not known; known are " + String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  /** The one value of a parameter; {@code missing} if there is none or it is at fault. */
  <T> T one(String name, T missing, Function<String, T> reader) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      faults.add(new Violation(name, "must be given once"));
    }
    return values.size() == 1 ? read(name, values.get(0), missing, reader) : missing;
  }

  /** All values of a parameter that may be repeated. */
  <T> Set<T> all(String name, Function<String, T> reader) {
    return parameters.getOrDefault(name, List.of()).stream()
        .map(value -> read(name, value, null, reader))
        .filter(value -> value != null)
        .collect(Collectors.toSet());
  }

  /** A whole number within bounds. */
  int integer(String name, int missing, int min, int max) {
    return one(
        name,
        missing,
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException("must be from " + min + " to " + max);
          }
          return value;
        });
  }

  /**
   * Answers every fault found.
   *
   * @throws Problem.Invalid if anything read so far was at fault
   */
  void check() {
    if (!faults.isEmpty()) {
      throw new Problem.Invalid(faults);
    }
  }

  private <T> T read(String name, String text, T fallback, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException e) {
      faults.add(new Violation(name, "must be a whole number"));
    } catch (IllegalArgumentException e) {
      faults.add(new Violation(name, e.getMessage()));
    }
    return fallback;
  }
}
