package dev.gemba.kanban.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.kanban.problem.Problem.Violation;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a JSON value must look like. Immutable; put together from the factories below. */
@FunctionalInterface
interface Schema {
  /**
   * Reports every fault of {@code value}.
   *
   * @param at the JSON pointer of the value
   */
  void check(JsonNode value, String at, Consumer<Violation> faults);

  /** Every fault of a whole document. */
  default List<Violation> faultsOf(JsonNode document) {
    List<Violation> faults = new ArrayList<>();
    check(document, "", faults::add);
    return faults;
  }

  /** An object with these fields and no others. */
  static Schema object(Field... fields) {
    Map<String, Field> known = new LinkedHashMap<>();
    Arrays.stream(fields).forEach(field -> known.put(field.name(), field));
    return (value, at, faults) -> {
      if (!value.isObject()) {
        faults.accept(new Violation(at, "must be an object"));
        return;
      }
      value
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.containsKey(name)) {
                  faults.accept(
                      new Violation(
                          at + '/' + name,
                          "is not known; known are " + String.join(", ", known.keySet())));
                }
              });
      known.values().forEach(field -> field.check(value, at, faults));
    };
  }

  /** A field that must be there. */
  static Field required(String name, Schema schema) {
    return new Field(name, true, schema);
  }

  /** A field that may be missing or null. */
  static Field optional(String name, Schema schema) {
    return new Field(name, false, schema);
  }

  /** A field of an object. */
  record Field(String name, boolean required, Schema schema) {
    private void check(JsonNode object, String at, Consumer<Violation> faults) {
      JsonNode value = object.path(name);
      if (!value.isMissingNode() && !value.isNull()) {
        schema.check(value, at + '/' + name, faults);
      } else if (required) {
        faults.accept(new Violation(at + '/' + name, "is required"));
      }
    }
  }

  /** Text of which the whole matches. */
  static Schema text(Pattern form, String description) {
    return (value, at, faults) -> {
      if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
        faults.accept(new Violation(at, "must be " + description));
      }
    };
  }

  /** One of a few words. */
  static Schema choice(Collection<String> words) {
    return (value, at, faults) -> {
      if (!value.isTextual() || !words.contains(value.textValue())) {
        faults.accept(new Violation(at, "must be one of " + String.join(", ", words)));
      }
    };
  }

  /** A day such as 2026-01-31. */
  static Schema date() {
    return (value, at, faults) -> {
      if (!isDate(value)) {
        faults.accept(new Violation(at, "must be a date such as 2026-01-31"));
      }
    };
  }

  /** A whole number within bounds. */
  static Schema integer(int min, int max) {
    return (value, at, faults) -> {
      if (!value.canConvertToInt()
          || !value.isIntegralNumber()
          || value.intValue() < min
          || value.intValue() > max) {
        faults.accept(new Violation(at, "must be a whole number from " + min + " to " + max));
      }
    };
  }

  /** A number within bounds. */
  static Schema number(double min, double max) {
    return (value, at, faults) -> {
      if (!value.isNumber() || !(value.doubleValue() >= min) || !(value.doubleValue() <= max)) {
        faults.accept(new Violation(at, "must be a number from " + min + " to " + max));
      }
    };
  }

  /** A list of alike items. */
  static Schema list(int maxItems, Schema item) {
    return (value, at, faults) -> {
      if (!value.isArray() || value.size() > maxItems) {
        faults.accept(new Violation(at, "must be a list of at most " + maxItems + " items"));
        return;
      }
      for (int i = 0; i < value.size(); i++) {
        item.check(value.get(i), at + '/' + i, faults);
      }
    };
  }

  private static boolean isDate(JsonNode value) {
    try {
      return value.isTextual() && LocalDate.parse(value.textValue()) != null;
    } catch (DateTimeParseException ignored) { // The answer is no.
      return false;
    }
  }
}
