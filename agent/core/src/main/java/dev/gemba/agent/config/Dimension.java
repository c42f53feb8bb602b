package dev.gemba.agent.config;

import java.util.List;

/**
 * A metric attribute that is read from the call.
 *
 * @param of the value
 * @param steps ascending; empty if the value itself is the attribute
 * @param names one more than steps: the first stands for values below the first step, each further
 *     one for values from its step on; empty if there are no steps
 */
public record Dimension(ValuePath of, List<Double> steps, List<String> names) {

  /**
   * @throws IllegalArgumentException if names and steps do not fit
   */
  public Dimension {
    steps = List.copyOf(steps);
    names = List.copyOf(names);
    if (names.size() != (steps.isEmpty() ? 0 : steps.size() + 1)) {
      throw new IllegalArgumentException(names.size() + " names for " + steps.size() + " steps");
    }
  }

  /**
   * The name of the range that holds a value; NaN is in the last. Only for a dimension with steps.
   */
  public String nameOf(double value) {
    int range = 0;
    while (range < steps.size() && !(value < steps.get(range))) {
      range++;
    }
    return names.get(range);
  }
}
