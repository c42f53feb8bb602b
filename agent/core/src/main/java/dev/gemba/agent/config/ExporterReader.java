package dev.gemba.agent.config;

import dev.gemba.agent.config.Schema.Kind;
import dev.gemba.agent.config.Value.Items;
import dev.gemba.agent.config.Value.Nothing;
import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the sections of the exporters. */
final class ExporterReader {

  /** The key of the section that holds those of the exporters. */
  static final String KEY = "exporters";

  private static final String SECTION = "a section of the exporter's keys, on or off";
  private static final String VALUE = "a text or a list of texts";

  private final Schema schema;
  private final Problems problems;

  ExporterReader(Schema schema, Problems problems) {
    this.schema = schema;
    this.problems = problems;
  }

  /** Makes each section of exporters flat, so that overrides find their keys. */
  static void flattenAll(Value exporters) {
    if (exporters instanceof Section sections) {
      for (Map.Entry<String, Value> exporter : sections.entries().entrySet()) {
        exporter.setValue(flat(exporter.getValue()));
      }
    }
  }

  /** A section whose nested keys are joined by dots; any other value as it is. */
  static Value flat(Value value) {
    if (!(value instanceof Section section)) {
      return value;
    }
    Section flat = Section.empty(section.place()).flagged(section.flag());
    flatten("", section, flat.entries());
    return flat;
  }

  private static void flatten(String prefix, Section section, Map<String, Value> flat) {
    for (Map.Entry<String, Value> entry : section.entries().entrySet()) {
      String key = prefix.concat(entry.getKey());
      if (entry.getValue() instanceof Section nested) {
        flatten(key.concat("."), nested, flat);
      } else if (flat.containsKey(key)) {
        Place place = entry.getValue().place();
        flat.put(key, new Value.Broken(place, "the key a second time", "a key once"));
      } else {
        flat.put(key, entry.getValue());
      }
    }
  }

  /** The exporters that are on and without an error. */
  Map<String, ExporterSection> read(Map<String, Value> sections) {
    Map<String, ExporterSection> exporters = new LinkedHashMap<>();
    for (Map.Entry<String, Value> entry : sections.entrySet()) {
      String name = entry.getKey();
      Value value = entry.getValue();
      Schema keys = schema.keys().get(name);
      if (keys == null) {
        String nearest = NearestName.of(name, schema.names());
        problems.error(value.place(), "an unknown exporter", schema.accepted(), nearest);
        continue;
      }
      int before = problems.errors();
      boolean on = isOn(value);
      if (keys.kind() == Kind.MISSING_EXPORTER) {
        if (on && problems.errors() == before) {
          problems.notAvailable(value.place());
        }
        continue;
      }
      ExporterSection exporter = exporter(name, value, keys);
      if (on && problems.errors() == before) {
        exporters.put(name, exporter);
      }
    }
    return exporters;
  }

  private boolean isOn(Value value) {
    if (value instanceof Nothing) {
      return true;
    }
    Text flag = value instanceof Section section ? section.flag() : null;
    if (value instanceof Text text) {
      flag = text;
    } else if (!(value instanceof Section)) {
      SectionReader.tellWrong(value, SECTION, problems);
    }
    if (flag == null) {
      return true;
    }
    if (!ScalarReader.isOn(flag.text()) && !ScalarReader.isOff(flag.text())) {
      problems.error(flag.place(), flag.description(), SECTION);
    }
    return ScalarReader.isOn(flag.text());
  }

  private ExporterSection exporter(String name, Value value, Schema keys) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    Map<String, Value> entries = value instanceof Section section ? section.entries() : Map.of();
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      String key = entry.getKey();
      Place place = entry.getValue().place();
      if (!keys.takes(key)) {
        String nearest = NearestName.of(key, keys.names());
        problems.error(place, "an unknown key", keys.accepted(), nearest);
        continue;
      }
      String text = text(entry.getValue());
      if (text != null) {
        values.put(key, text);
        places.put(key, place.toString());
      }
    }
    return new ExporterSection(name, values, places, value.place().toString());
  }

  private String text(Value value) {
    if (value instanceof Text text) {
      return text.text();
    }
    if (value instanceof Items items && areTexts(items.values())) {
      StringBuilder joined = new StringBuilder();
      for (Value item : items.values()) {
        joined.append(joined.length() == 0 ? "" : ",").append(((Text) item).text());
      }
      return joined.toString();
    }
    SectionReader.tellWrong(value, VALUE, problems);
    return null;
  }

  private static boolean areTexts(List<Value> values) {
    for (Value value : values) {
      if (!(value instanceof Text)) {
        return false;
      }
    }
    return true;
  }
}
