package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Broken;
import dev.gemba.agent.config.Value.Items;
import dev.gemba.agent.config.Value.Nothing;
import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads YAML into a tree of values that know their place. */
final class YamlTree {

  private static final String ACCEPTED =
      "a YAML file indented by spaces, with quotes around values that begin with @, *, [ or {";

  /** Aliases may name the same node again and again; no honest config has so many values. */
  private static final int MOST_VALUES = 100_000;

  private static final int DEEPEST = 20;
  private static final String YAML_TAGS = "tag:yaml.org,2002:";

  /** Thrown within a read to give up on the whole text. */
  private static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMany() {
      super(null, null, false, false);
    }
  }

  /** False in an override, whose lines mean nothing to its author. */
  private final boolean hasLines;

  private int values;

  private YamlTree(boolean hasLines) {
    this.hasLines = hasLines;
  }

  /**
   * The tree of a text.
   *
   * @param root place of the whole; the problem of a text that cannot be read goes there
   * @return null if the text cannot be read, which has been told
   */
  static Value read(String text, Place root, boolean hasLines, Problems problems) {
    String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      // The failsafe schema reads no types into scalars, so it needs none of the regular
      // expressions of the others.
      LoadSettings settings =
          LoadSettings.builder()
              .setLabel(root.file())
              .setSchema(new FailsafeSchema())
              .setAllowNonScalarKeys(true)
              .build();
      Optional<Node> node = new Compose(settings).composeString(yaml);
      if (node.isEmpty()) {
        problems.error(root, "an empty file", "a section with the keys of a config");
        return null;
      }
      return new YamlTree(hasLines).convert(node.get(), root, 0);
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      int line = mark == null ? 0 : mark.getLine() + 1;
      int column = mark == null ? 0 : mark.getColumn() + 1;
      tell(root, hasLines, line, column, describe(e), problems);
    } catch (ReaderException e) {
      int[] place = lineAndColumn(yaml, e.getPosition());
      String what = String.format("character U+%04X", e.getCodePoint());
      tell(root, hasLines, place[0], place[1], what, problems);
    } catch (YamlEngineException e) {
      tell(root, hasLines, 0, 0, firstLine(e.getMessage()), problems);
    } catch (TooMany e) {
      problems.error(
          root,
          "aliases that stand for over " + MOST_VALUES + " values",
          "a file without nested aliases");
    } catch (StackOverflowError e) {
      // The parser is recursive. Nothing of it is used any more, so nothing is left half done.
      problems.error(root, "values nested too deep to read", "a file with few levels");
    }
    return null;
  }

  private Value convert(Node node, Place place, int depth) {
    if (++values > MOST_VALUES) {
      throw new TooMany();
    }
    if (depth > DEEPEST) {
      return new Broken(place, "more than " + DEEPEST + " levels", "a file with few levels");
    }
    if (!node.getTag().getValue().startsWith(YAML_TAGS)) {
      String tag = "the tag " + Problem.quoted(node.getTag().getValue());
      return new Broken(place, tag, "a value without a tag");
    }
    if (node instanceof MappingNode mapping) {
      return section(mapping, place, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Value> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(convert(item, place.item(items.size(), line(item)), depth + 1));
      }
      return new Items(place, items);
    }
    ScalarNode scalar = (ScalarNode) node;
    return scalar.isPlain() && Nothing.isWrittenAs(scalar.getValue())
        ? new Nothing(place)
        : new Text(place, scalar.getValue());
  }

  private Section section(MappingNode mapping, Place place, int depth) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        Place odd = place.child("?", line);
        entries.put("?", new Broken(odd, "a key that is no text", "a key that is a text"));
        continue;
      }
      Node node = tuple.getValueNode();
      int valueLine = node instanceof ScalarNode ? line(node) : line;
      Value value = convert(node, place.child(key.getValue(), valueLine), depth + 1);
      Value first = entries.get(key.getValue());
      if (first != null) {
        String again = "the key a second time (first in line " + first.place().line() + ")";
        value = new Broken(place.child(key.getValue(), line), again, "a key once");
      }
      entries.put(key.getValue(), value);
    }
    return new Section(place, entries, null);
  }

  private int line(Node node) {
    Optional<Mark> mark = node.getStartMark();
    return hasLines && mark.isPresent() ? mark.get().getLine() + 1 : 0;
  }

  private static void tell(
      Place root, boolean hasLines, int line, int column, String what, Problems problems) {
    String where = column > 0 ? " at column " + column : "";
    Place place = new Place(root.file(), hasLines ? line : 0, root.key());
    problems.error(place, "invalid YAML" + where + " (" + what + ")", ACCEPTED);
  }

  /** The parser's words, without its advice on indentation, which it gives for any character. */
  private static String describe(MarkedYamlEngineException e) {
    String problem = firstLine(e.getProblem());
    int advice = problem.indexOf(". (Do not use");
    String what = advice < 0 ? problem : problem.substring(0, advice);
    return e.getContext() == null ? what : firstLine(e.getContext()) + ": " + what;
  }

  private static String firstLine(String text) {
    String full = String.valueOf(text).strip();
    int end = full.indexOf('\n');
    return end < 0 ? full : full.substring(0, end).strip();
  }

  private static int[] lineAndColumn(String text, int codePoints) {
    int line = 1;
    int column = 1;
    int at = 0;
    for (int seen = 0; seen < codePoints && at < text.length(); seen++) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      column = codePoint == '\n' ? 1 : column + 1;
      line += codePoint == '\n' ? 1 : 0;
    }
    return new int[] {line, column};
  }
}
