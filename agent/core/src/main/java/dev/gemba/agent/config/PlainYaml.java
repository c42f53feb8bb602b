package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Items;
import dev.gemba.agent.config.Value.Nothing;
import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the YAML that nearly every config is written in: block mappings and lists, scalars and flow
 * collections of one line, no escapes, ASCII. Whatever is more than that, or wrong, it leaves to
 * {@link YamlTree}, whose library takes a third of the agent's start for itself. What it does read
 * is the same tree, value by value and line by line ({@code PlainYamlTest}).
 */
final class PlainYaml {

  private static final int DEEPEST = 15;
  private static final int MOST_VALUES = 10_000;
  private static final int LONGEST_LINE = 1_000;

  /** What a scalar without quotes may begin with here; YAML allows more. */
  private static final String FIRST = "_./(~$^=+;";

  /** Thrown to leave the text to the library. */
  private static final class NotPlain extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPlain() {
      super(null, null, false, false);
    }
  }

  /** A line that is neither blank nor all comment. */
  private record Line(int number, int indent, String text) {

    boolean isItem() {
      return text.equals("-") || text.startsWith("- ");
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private int next;
  private int values;

  // The flow collection that is being read.
  private String flow = "";
  private int at;

  private PlainYaml(String text) {
    int number = 0;
    for (int from = 0; from < text.length(); ) {
      int newline = text.indexOf('\n', from);
      int end = newline < 0 ? text.length() : newline;
      add(text.substring(from, end), ++number);
      from = end + 1;
    }
  }

  /** The tree of a text; null if it is not plain, or not a mapping. */
  static Section read(String text, Place root) {
    try {
      PlainYaml yaml = new PlainYaml(text);
      if (yaml.lines.isEmpty() || yaml.lines.get(0).indent != 0) {
        return null;
      }
      Section section = yaml.mapping(root, 0, 0);
      return yaml.next == yaml.lines.size() ? section : null;
    } catch (NotPlain ignored) {
      return null;
    }
  }

  private void add(String line, int number) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    for (int i = indent; i < line.length(); i++) {
      demand(line.charAt(i) >= ' ' && line.charAt(i) <= '~');
    }
    if (indent < line.length() && line.charAt(indent) != '#') {
      demand(line.length() <= LONGEST_LINE && !line.startsWith("---") && !line.startsWith("..."));
      lines.add(new Line(number, indent, line.substring(indent)));
    }
  }

  private Section mapping(Place place, int indent, int depth) {
    demand(depth <= DEEPEST);
    Map<String, Value> entries = new LinkedHashMap<>();
    while (next < lines.size() && lines.get(next).indent == indent) {
      Line line = lines.get(next);
      int colon = keyEnd(line.text, 0);
      demand(colon > 0 && (colon + 1 == line.text.length() || line.text.charAt(colon + 1) == ' '));
      String key = line.text.substring(0, colon);
      Place child = place.child(key, line.number);
      String rest = content(line.text.substring(colon + 1));
      next++;
      Value value =
          rest.isEmpty() ? below(child, indent, depth + 1) : onLine(rest, child, indent, depth + 1);
      demand(entries.put(key, value) == null);
    }
    demand(next == lines.size() || lines.get(next).indent < indent);
    return counted(new Section(place, entries, null));
  }

  /** What stands in the lines after a key: more of them, a list, or nothing. */
  private Value below(Place place, int indent, int depth) {
    Line line = next < lines.size() ? lines.get(next) : null;
    if (line != null && line.isItem() && line.indent >= indent) {
      return items(place, line.indent, depth);
    }
    return line != null && line.indent > indent
        ? mapping(place, line.indent, depth)
        : counted(new Nothing(place));
  }

  private Items items(Place place, int indent, int depth) {
    demand(depth <= DEEPEST);
    List<Value> items = new ArrayList<>();
    while (next < lines.size() && lines.get(next).indent == indent && lines.get(next).isItem()) {
      Line line = lines.get(next);
      Place item = place.item(items.size(), line.number);
      int begin = 1;
      while (begin < line.text.length() && line.text.charAt(begin) == ' ') {
        begin++;
      }
      String rest = content(line.text.substring(begin));
      demand(!rest.isEmpty());
      int colon = keyEnd(rest, 0);
      if (colon > 0 && (colon + 1 == rest.length() || rest.charAt(colon + 1) == ' ')) {
        // A mapping that begins behind the dash goes on below its first key.
        lines.set(next, new Line(line.number, indent + begin, line.text.substring(begin)));
        items.add(mapping(item, indent + begin, depth + 1));
      } else {
        next++;
        items.add(onLine(rest, item, indent, depth + 1));
      }
    }
    demand(next == lines.size() || lines.get(next).indent <= indent);
    return counted(new Items(place, items));
  }

  /** A value that ends where its line does. */
  private Value onLine(String text, Place place, int indent, int depth) {
    demand(next == lines.size() || lines.get(next).indent <= indent);
    char first = text.charAt(0);
    if (first == '{' || first == '[' || first == '"' || first == '\'') {
      flow = text;
      at = 0;
      Value value = inFlow(place, depth);
      demand(at == text.length());
      return value;
    }
    demand(isFirst(first) && !text.contains(": ") && !text.endsWith(":"));
    return plain(text, place);
  }

  private Value inFlow(Place place, int depth) {
    demand(depth <= DEEPEST && at < flow.length());
    char first = flow.charAt(at);
    if (first == '{') {
      return flowMapping(place, depth);
    }
    if (first == '[') {
      return flowItems(place, depth);
    }
    if (first == '"' || first == '\'') {
      int end = flow.indexOf(first, at + 1);
      demand(end > 0);
      String text = flow.substring(at + 1, end);
      demand(text.indexOf('\\') < 0);
      at = end + 1;
      // Two quotes in a single-quoted text stand for one.
      demand(at == flow.length() || flow.charAt(at) != first);
      return counted(new Text(place, text));
    }
    demand(isFirst(first));
    int begin = at;
    while (at < flow.length() && ",[]{}".indexOf(flow.charAt(at)) < 0) {
      demand(flow.charAt(at) != ':' && flow.charAt(at) != '#');
      at++;
    }
    return plain(flow.substring(begin, at).strip(), place);
  }

  private Section flowMapping(Place place, int depth) {
    Map<String, Value> entries = new LinkedHashMap<>();
    at++;
    for (boolean more = !ends('}'); more; more = goesOn('}')) {
      int colon = keyEnd(flow, at);
      demand(colon > at && flow.startsWith(": ", colon));
      String key = flow.substring(at, colon);
      at = colon + 1;
      skipSpaces();
      demand(entries.put(key, inFlow(place.child(key, place.line()), depth + 1)) == null);
    }
    return counted(new Section(place, entries, null));
  }

  private Items flowItems(Place place, int depth) {
    List<Value> items = new ArrayList<>();
    at++;
    for (boolean more = !ends(']'); more; more = goesOn(']')) {
      items.add(inFlow(place.item(items.size(), place.line()), depth + 1));
    }
    return counted(new Items(place, items));
  }

  private boolean ends(char bracket) {
    skipSpaces();
    demand(at < flow.length());
    boolean ends = flow.charAt(at) == bracket;
    at += ends ? 1 : 0;
    return ends;
  }

  private boolean goesOn(char bracket) {
    if (ends(bracket)) {
      return false;
    }
    demand(flow.charAt(at) == ',');
    at++;
    skipSpaces();
    return true;
  }

  private void skipSpaces() {
    while (at < flow.length() && flow.charAt(at) == ' ') {
      at++;
    }
  }

  private Value plain(String text, Place place) {
    return counted(Nothing.isWrittenAs(text) ? new Nothing(place) : new Text(place, text));
  }

  /** Where the key that begins here ends, if its characters are those of ours. */
  private static int keyEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isOfKey(text.charAt(end))) {
      end++;
    }
    boolean isKey = end > from && text.charAt(from) != '-' && text.startsWith(":", end);
    return isKey ? end : -1;
  }

  private static boolean isOfKey(char c) {
    return isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
  }

  private static boolean isFirst(char c) {
    return isAlphanumeric(c) || FIRST.indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** The rest of a line without spaces around and the comment behind. */
  private static String content(String rest) {
    String text = rest.strip();
    if (text.startsWith("#")) {
      return "";
    }
    int comment = text.indexOf(" #");
    if (comment < 0) {
      return text;
    }
    String before = text.substring(0, comment);
    // It may stand within quotes, and then it is none.
    demand(before.indexOf('"') < 0 && before.indexOf('\'') < 0);
    return before.strip();
  }

  private <T extends Value> T counted(T value) {
    demand(++values <= MOST_VALUES);
    return value;
  }

  private static void demand(boolean plain) {
    if (!plain) {
      throw new NotPlain();
    }
  }
}
