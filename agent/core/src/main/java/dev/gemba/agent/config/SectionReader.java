package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Broken;
import dev.gemba.agent.config.Value.Items;
import dev.gemba.agent.config.Value.Nothing;
import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the keys of one section, and tells of values of the wrong kind and of unknown keys. */
final class SectionReader {

  private final Section section;
  private final Schema schema;
  private final Problems problems;

  private SectionReader(Section section, Schema schema, Problems problems) {
    this.section = section;
    this.schema = schema;
    this.problems = problems;
  }

  /**
   * Reads a value as a section. What is no section is told, and reads as one without keys.
   *
   * @param value null if there is none
   */
  static SectionReader of(Value value, Schema schema, Problems problems) {
    if (value instanceof Section section) {
      SectionReader reader = new SectionReader(section, schema, problems);
      reader.tellUnknown();
      return reader;
    }
    Place place = value == null ? new Place("", 0, "") : value.place();
    if (value != null && !(value instanceof Nothing)) {
      tellWrong(value, "a section with the keys " + schema.accepted(), problems);
    }
    return new SectionReader(Section.empty(place), schema, problems);
  }

  /** What is wrong with a value is what makes it broken, or else its kind. */
  static void tellWrong(Value value, String accepted, Problems problems) {
    boolean broken = value instanceof Broken;
    problems.error(
        value.place(), value.description(), broken ? ((Broken) value).accepted() : accepted);
  }

  Place place() {
    return section.place();
  }

  boolean has(String key) {
    return section.entries().containsKey(key);
  }

  /** The value of a key that is set. */
  Value value(String key) {
    return section.entries().get(key);
  }

  /** The text of a key; null if it is not set or no text, which is told. */
  Text text(String key, String accepted) {
    Value value = value(key);
    if (value == null || value instanceof Text) {
      return (Text) value;
    }
    tellWrong(value, accepted, problems);
    return null;
  }

  /** One text or a list of them; empty if the key is not set. What is no text is told. */
  List<Text> texts(String key, String accepted) {
    Value value = value(key);
    List<Text> texts = new ArrayList<>();
    if (value instanceof Items items) {
      for (Value item : items.values()) {
        if (item instanceof Text text) {
          texts.add(text);
        } else {
          tellWrong(item, accepted, problems);
        }
      }
    } else if (value instanceof Text text) {
      texts.add(text);
    } else if (value != null) {
      tellWrong(value, accepted, problems);
    }
    return texts;
  }

  /** The section under a key; one without keys if there is none. */
  SectionReader section(String key) {
    return of(value(key), schema.keys().get(key), problems);
  }

  /** Names and values of a section whose keys the user chooses. */
  Map<String, Value> names(String key, String accepted) {
    Value value = value(key);
    if (value instanceof Section names) {
      return names.entries();
    }
    if (value != null && !(value instanceof Nothing)) {
      tellWrong(value, accepted, problems);
    }
    return Map.of();
  }

  /** The items of a list; none if the key is not set. */
  List<Value> items(String key, String accepted) {
    Value value = value(key);
    if (value instanceof Items items) {
      return items.values();
    }
    if (value != null && !(value instanceof Nothing)) {
      tellWrong(value, accepted, problems);
    }
    return List.of();
  }

  private void tellUnknown() {
    for (Map.Entry<String, Value> entry : section.entries().entrySet()) {
      String key = entry.getKey();
      if (schema.keys().containsKey(key)) {
        continue;
      }
      if (entry.getValue() instanceof Broken broken) {
        tellWrong(broken, "", problems);
      } else {
        Place place = section.place().child(key, entry.getValue().place().line());
        problems.error(
            new Place(entry.getValue().place().file(), place.line(), place.key()),
            "an unknown key",
            schema.accepted(),
            NearestName.of(key, schema.names()));
      }
    }
  }
}
