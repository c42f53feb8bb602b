package dev.gemba.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of the config tree, before anything is known of its meaning. The tree belongs to one load
 * and is changed by overrides only.
 */
sealed interface Value {

  Place place();

  /** How a problem names what stands here. */
  String description();

  /** A scalar. Its text is what the author wrote: no YAML type is read into it. */
  record Text(Place place, String text) implements Value {
    @Override
    public String description() {
      return Problem.quoted(text);
    }
  }

  /** A key without a value, or {@code null}. */
  record Nothing(Place place) implements Value {

    /** Whether a scalar without quotes stands for nothing. */
    static boolean isWrittenAs(String text) {
      return text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null");
    }

    @Override
    public String description() {
      return "nothing";
    }
  }

  /** A list. */
  record Items(Place place, List<Value> values) implements Value {
    @Override
    public String description() {
      return "a list";
    }
  }

  /**
   * A mapping with text keys, in their order.
   *
   * @param flag the {@code on} or {@code off} that an override laid over the section; or null
   */
  record Section(Place place, Map<String, Value> entries, Text flag) implements Value {

    static Section empty(Place place) {
      return new Section(place, new LinkedHashMap<>(), null);
    }

    Section flagged(Text newFlag) {
      return new Section(place, entries, newFlag);
    }

    @Override
    public String description() {
      return "a section";
    }
  }

  /** Something that is wrong whatever its key means; told when it is read. */
  record Broken(Place place, String description, String accepted) implements Value {}
}
