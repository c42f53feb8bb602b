package dev.gemba.api.export;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named values that tell one time series or span from another, ordered by name.
 *
 * @param values the value of each attribute: a {@link String}, {@link Boolean}, {@link Long} or
 *     {@link Double}; never null
 */
public record Attributes(Map<String, Object> values) {

  private static final Attributes EMPTY = new Attributes(Map.of());

  /**
   * @throws IllegalArgumentException if a name is empty or a value has another type
   */
  public Attributes {
    Map<String, Object> copy = new TreeMap<>(values);
    copy.forEach(Attributes::check);
    values = Collections.unmodifiableMap(copy);
  }

  /** No attributes at all. */
  public static Attributes empty() {
    return EMPTY;
  }

  /** A single attribute. */
  public static Attributes of(String name, Object value) {
    return new Attributes(Map.of(name, value));
  }

  /** These attributes and one more; a value already held under that name is replaced. */
  public Attributes with(String name, Object value) {
    Map<String, Object> copy = new TreeMap<>(values);
    copy.put(name, value);
    return new Attributes(copy);
  }

  /** The text of an attribute, or null if it is absent. */
  public String text(String name) {
    Object value = values.get(name);
    return value == null ? null : value.toString();
  }

  private static void check(String name, Object value) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an attribute has an empty name");
    }
    if (!(value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double)) {
      throw new IllegalArgumentException(
          "attribute "
              + name
              + " has type "
              + value.getClass().getName()
              + "; accepted are String, Boolean, Long and Double");
    }
  }
}
