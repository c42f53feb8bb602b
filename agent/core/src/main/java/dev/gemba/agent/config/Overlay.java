package dev.gemba.agent.config;

import dev.gemba.agent.config.Schema.Kind;
import dev.gemba.agent.config.Value.Broken;
import dev.gemba.agent.config.Value.Items;
import dev.gemba.agent.config.Value.Nothing;
import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One system property or environment variable on its way down the tree to the value that it sets.
 *
 * <p>The names in its path are those of the schema. A variable spells them in upper case with
 * {@code _} for every other character ({@code per-second} is {@code PER_SECOND}), so the schema
 * tells where one name ends and the next begins.
 */
final class Overlay {

  /** Most targets that a path may count up to; a typo must not allocate a list of billions. */
  private static final int MOST_ITEMS = 1_000;

  private final String prefix;
  private final String path;
  private final boolean variable;
  private final String text;
  private final Problems problems;

  /**
   * @param prefix what precedes the path in the name by which users know the override
   * @param path of the key, without that prefix
   * @param variable whether it is an environment variable
   */
  Overlay(String prefix, String path, boolean variable, String text, Problems problems) {
    this.prefix = prefix;
    this.path = path;
    this.variable = variable;
    this.text = text;
    this.problems = problems;
  }

  /** Sets the value in the tree, or tells why it cannot. */
  void apply(Section root, Schema schema) {
    into(root, schema, dotted());
  }

  private void into(Section section, Schema schema, String rest) {
    String key = firstKey(schema, rest);
    if (key == null) {
      unknown(schema, rest);
      return;
    }
    Schema child = schema.keys().get(key);
    String left = after(rest, key.length());
    if (left.isEmpty()) {
      set(section, key, child);
      return;
    }
    switch (child.kind()) {
      case SECTION -> {
        Section next = sectionAt(section, key);
        if (next != null) {
          into(next, child, left);
        }
      }
      case LIST -> intoList(section, key, child, left);
      case NAMES -> {
        Section names = sectionAt(section, key);
        if (names != null) {
          set(names, chosenName(names, left), child.element());
        }
      }
      case EXPORTER, MISSING_EXPORTER -> intoExporter(section, key, child, left);
      case TEXT, TEXTS -> unknown(schema, rest);
    }
  }

  private void intoList(Section section, String key, Schema schema, String rest) {
    int end = 0;
    while (end < rest.length() && rest.charAt(end) >= '0' && rest.charAt(end) <= '9') {
      end++;
    }
    int index = end == 0 || end > 4 ? MOST_ITEMS : Integer.parseInt(rest.substring(0, end));
    boolean separated = end == rest.length() || rest.charAt(end) == separator();
    Items items = itemsAt(section, key);
    if (index >= MOST_ITEMS || !separated) {
      String accepted = "a key such as " + prefix + spelled(key) + separator() + "0";
      problems.error(new Place(prefix + path, 0, ""), "no index of a target", accepted);
      return;
    }
    if (items == null) {
      return;
    }
    while (items.values().size() <= index) {
      Place place = items.place().item(items.values().size(), 0).setBy(prefix + path);
      items.values().add(Section.empty(place));
    }
    String left = after(rest, end);
    if (left.isEmpty()) {
      Place place = items.place().item(index, 0).setBy(prefix + path);
      items.values().set(index, value(place, schema.element()));
    } else if (items.values().get(index) instanceof Section item) {
      into(item, schema.element(), left);
    }
  }

  private void intoExporter(Section exporters, String name, Schema schema, String rest) {
    String flatKey = null;
    for (String key : schema.keys().keySet()) {
      if (spelled(key).equals(rest)) {
        flatKey = key;
      }
    }
    String lowered = variable ? rest.toLowerCase(Locale.ROOT).replace('_', '.') : rest;
    if (flatKey == null && schema.takes(lowered)) {
      flatKey = lowered;
    }
    if (flatKey == null) {
      unknown(schema, rest);
      return;
    }
    Value existing = exporters.entries().get(name);
    if (existing instanceof Text flag) {
      exporters.entries().put(name, Section.empty(flag.place()).flagged(flag));
    }
    Section section = sectionAt(exporters, name);
    if (section != null) {
      set(section, flatKey, Schema.TEXT);
    }
  }

  /** The key whose spelling begins the path; the longest, should one begin another. */
  private String firstKey(Schema schema, String rest) {
    String best = null;
    for (String key : schema.keys().keySet()) {
      String spelled = spelled(key);
      boolean begins =
          rest.startsWith(spelled)
              && (rest.length() == spelled.length()
                  || rest.charAt(spelled.length()) == separator());
      if (begins && (best == null || best.length() < key.length())) {
        best = key;
      }
    }
    return best;
  }

  /** A name of the user's: one that is there and is spelled so, else the path itself. */
  private String chosenName(Section names, String rest) {
    if (!variable) {
      return rest;
    }
    for (String name : names.entries().keySet()) {
      if (spelled(name).equals(rest)) {
        return name;
      }
    }
    return rest.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private void set(Section section, String key, Schema schema) {
    Place place = section.place().child(key, 0).setBy(prefix + path);
    Value value = value(place, schema);
    if (schema.kind() == Kind.EXPORTER || schema.kind() == Kind.MISSING_EXPORTER) {
      value = ExporterReader.flat(value);
      if (value instanceof Text flag && section.entries().get(key) instanceof Section exporter) {
        value = exporter.flagged(flag);
      }
    }
    if (place.key().equals(ExporterReader.KEY)) {
      ExporterReader.flattenAll(value);
    }
    section.entries().put(key, value);
  }

  /** Where more than a text is taken, text that begins like YAML's lists and sections is YAML. */
  private Value value(Place place, Schema schema) {
    boolean yaml = text.startsWith("[") || text.startsWith("{");
    if (!yaml || schema.kind() == Kind.TEXT) {
      return new Text(place, text);
    }
    Problems here = new Problems();
    Value value = YamlTree.read(text, place, false, here);
    if (value != null) {
      return value;
    }
    Problem first = here.sorted("").get(0);
    return new Broken(place, first.found(), first.accepted());
  }

  /** The section under a key, made if there is none; null if something else stands there. */
  private Section sectionAt(Section section, String key) {
    Value value = section.entries().get(key);
    if (value == null || value instanceof Nothing) {
      value = Section.empty(section.place().child(key, 0).setBy(prefix + path));
      section.entries().put(key, value);
    }
    return value instanceof Section child ? child : null;
  }

  private Items itemsAt(Section section, String key) {
    Value value = section.entries().get(key);
    if (value == null || value instanceof Nothing) {
      Place place = section.place().child(key, 0).setBy(prefix + path);
      value = new Items(place, new ArrayList<>());
      section.entries().put(key, value);
    }
    return value instanceof Items items ? items : null;
  }

  private void unknown(Schema schema, String rest) {
    List<String> spelled = new ArrayList<>();
    for (String candidate : schema.paths()) {
      spelled.add(spelled(candidate.replace("[0]", ".0")));
    }
    String nearest = NearestName.of(rest, spelled);
    if (!nearest.isEmpty()) {
      nearest = prefix + dotted().substring(0, dotted().length() - rest.length()) + nearest;
    }
    problems.error(new Place(prefix + path, 0, ""), "an unknown key", schema.accepted(), nearest);
  }

  private String spelled(String key) {
    if (!variable) {
      return key;
    }
    StringBuilder upper = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      upper.append(Character.isLetterOrDigit(c) ? Character.toUpperCase(c) : '_');
    }
    return upper.toString();
  }

  /** A property may count a list's items as {@code targets[0]} or as {@code targets.0}. */
  private String dotted() {
    return variable ? path : path.replace('[', '.').replace("]", "");
  }

  private char separator() {
    return variable ? '_' : '.';
  }

  private static String after(String rest, int end) {
    return rest.length() <= end ? "" : rest.substring(end + 1);
  }
}
