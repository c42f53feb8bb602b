package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Items;
import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import dev.gemba.agent.target.Exclusion;
import dev.gemba.agent.target.MethodPattern;
import dev.gemba.agent.target.PatternException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads one target. */
final class TargetReader {

  private static final String PATTERN =
      "a method pattern such as com.acme.Board.load*(..), or a list of them";
  private static final String EXCLUSION =
      "a type or method pattern such as com.acme.internal..*, or a list of them";
  private static final String OPERATION =
      "a text that may hold the placeholders {class}, {type} and {method}";
  private static final List<String> CAPTURES = List.of("count", "timing", "span");
  private static final String NAMED_PATHS = "a section of names and paths";
  private static final String ATTRIBUTE_NAME = "a name of at most 255 characters without blanks";
  private static final String METRIC_NAME =
      "a letter and up to 254 letters, digits or _.-/ after it, outside gemba.*";
  private static final Set<String> OWN_ATTRIBUTES = Set.of("gemba.operation", "error.type");
  private static final int LONGEST_NAME = 255;

  private final SectionReader target;
  private final Schema schema;
  private final Problems problems;

  private TargetReader(SectionReader target, Schema schema, Problems problems) {
    this.target = target;
    this.schema = schema;
    this.problems = problems;
  }

  /** The target, or null if there is an error in it: then nobody knows what was meant. */
  static Target read(Value value, Schema schema, Problems problems) {
    int before = problems.errors();
    if (!(value instanceof Section)) {
      String accepted = "a section with the keys " + schema.accepted();
      SectionReader.tellWrong(value, accepted, problems);
      return null;
    }
    SectionReader section = SectionReader.of(value, schema, problems);
    Target target = new TargetReader(section, schema, problems).read();
    return problems.errors() == before ? target : null;
  }

  private Target read() {
    List<MethodPattern> methods = methods();
    List<Exclusion> exclude = exclusions();
    OperationName operation = operation();
    Capture capture = capture();
    boolean untilDone = untilDone();
    Map<String, ValuePath> attributes = attributes(capture);
    Map<String, Dimension> dimensions = dimensions();
    Map<String, ValuePath> measures = measures();
    String place = target.place().toString();
    return new Target(
        place,
        methods,
        exclude,
        operation,
        capture,
        untilDone,
        attributes,
        dimensions,
        measures,
        budget(),
        PackRole.NONE);
  }

  private List<MethodPattern> methods() {
    List<MethodPattern> patterns = new ArrayList<>();
    if (!target.has("methods")) {
      problems.error(target.place().child("methods", target.place().line()), "nothing", PATTERN);
    }
    for (Text text : target.texts("methods", PATTERN)) {
      try {
        patterns.add(MethodPattern.parse(text.text()));
      } catch (PatternException e) {
        problems.refused(text.place(), e);
      }
    }
    if (target.value("methods") instanceof Items none && none.values().isEmpty()) {
      problems.error(none.place(), "an empty list", PATTERN);
    }
    return patterns;
  }

  private List<Exclusion> exclusions() {
    List<Exclusion> patterns = new ArrayList<>();
    for (Text text : target.texts("exclude", EXCLUSION)) {
      try {
        patterns.add(Exclusion.parse(text.text()));
      } catch (PatternException e) {
        problems.refused(text.place(), e);
      }
    }
    return patterns;
  }

  private OperationName operation() {
    Text text = target.text("operation", OPERATION);
    if (text != null) {
      try {
        return new OperationName(text.text());
      } catch (IllegalArgumentException e) {
        refuse(text, e, OPERATION);
      }
    }
    return OperationName.DEFAULT;
  }

  private Capture capture() {
    String accepted = "count, timing, span";
    Text text = target.text("capture", accepted);
    if (text == null) {
      return Capture.TIMING;
    }
    return switch (text.text()) {
      case "count" -> Capture.COUNT;
      case "timing" -> Capture.TIMING;
      case "span" -> Capture.SPAN;
      default -> {
        String nearest = NearestName.of(text.text(), CAPTURES);
        problems.error(text.place(), text.description(), accepted, nearest);
        yield Capture.TIMING;
      }
    };
  }

  private boolean untilDone() {
    String accepted = "return, done";
    Text text = target.text("until", accepted);
    if (text == null) {
      return false;
    }
    boolean done = text.text().equals("done");
    if (!done && !text.text().equals("return")) {
      problems.error(text.place(), text.description(), accepted);
    }
    return done;
  }

  private Map<String, ValuePath> attributes(Capture capture) {
    Map<String, ValuePath> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, Value> entry : target.names("attributes", NAMED_PATHS).entrySet()) {
      checkAttributeName(entry.getKey(), entry.getValue(), Set.of());
      putPath(entry, attributes);
    }
    if (!attributes.isEmpty() && capture != Capture.SPAN) {
      problems.notice(
          target.value("attributes").place(),
          "has no effect here: only spans have attributes, and capture is not span");
    }
    return attributes;
  }

  private Map<String, ValuePath> measures() {
    Map<String, ValuePath> measures = new LinkedHashMap<>();
    for (Map.Entry<String, Value> entry : target.names("measures", NAMED_PATHS).entrySet()) {
      String name = entry.getKey();
      if (!isMetricName(name)) {
        String found = "the metric name " + Problem.quoted(name);
        problems.error(entry.getValue().place(), found, METRIC_NAME);
      }
      putPath(entry, measures);
    }
    return measures;
  }

  private Map<String, Dimension> dimensions() {
    Map<String, Dimension> dimensions = new LinkedHashMap<>();
    Schema element = schema.keys().get("dimensions").element();
    for (Map.Entry<String, Value> entry : target.names("dimensions", NAMED_PATHS).entrySet()) {
      checkAttributeName(entry.getKey(), entry.getValue(), OWN_ATTRIBUTES);
      Dimension dimension = new DimensionReader(element, problems).read(entry.getValue());
      if (dimension != null) {
        dimensions.put(entry.getKey(), dimension);
      }
    }
    return dimensions;
  }

  private Budget budget() {
    if (!target.has("budget")) {
      return Budget.NONE;
    }
    int before = problems.errors();
    SectionReader section = target.section("budget");
    Map<String, Duration> durations = new LinkedHashMap<>();
    OptionalDouble errorRatio = OptionalDouble.empty();
    ScalarReader scalars = new ScalarReader(section, problems);
    for (String key : schema.keys().get("budget").names()) {
      if (key.equals("errors")) {
        errorRatio = scalars.ratio(key);
      } else {
        Duration duration = scalars.duration(key);
        if (duration != null) {
          durations.put(key, duration);
        }
      }
    }
    if (problems.errors() == before && section.has("errors")) {
      problems.notAvailable(section.value("errors").place());
    }
    return new Budget(durations, errorRatio);
  }

  private void putPath(Map.Entry<String, Value> entry, Map<String, ValuePath> paths) {
    ValuePath path = path(entry.getValue(), problems);
    if (path != null) {
      paths.put(entry.getKey(), path);
    }
  }

  /** The path that a value holds; null if it holds none, which is told. */
  static ValuePath path(Value value, Problems problems) {
    if (value instanceof Text text) {
      try {
        return ValuePath.parse(text.text().strip());
      } catch (IllegalArgumentException e) {
        refuse(text, e, ValuePath.ACCEPTED, problems);
      }
    } else {
      SectionReader.tellWrong(value, ValuePath.ACCEPTED, problems);
    }
    return null;
  }

  private void checkAttributeName(String name, Value value, Set<String> taken) {
    boolean good = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; good && i < name.length(); i++) {
      good = !Character.isWhitespace(name.charAt(i)) && !Character.isISOControl(name.charAt(i));
    }
    if (!good) {
      problems.error(value.place(), "the name " + Problem.quoted(name), ATTRIBUTE_NAME);
    } else if (taken.contains(name)) {
      String accepted = "a name that Gemba does not use itself";
      problems.error(value.place(), "the name " + Problem.quoted(name), accepted);
    }
  }

  /** By OpenTelemetry's instrument name syntax (metrics API, "Instrument name syntax"). */
  private static boolean isMetricName(String name) {
    boolean good = !name.isEmpty() && name.length() <= LONGEST_NAME && isLetter(name.charAt(0));
    for (int i = 1; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = isLetter(c) || (c >= '0' && c <= '9') || "_.-/".indexOf(c) >= 0;
    }
    // Metrics of Gemba's own bear such names, and two of one name break the page they are on.
    return good && !name.toLowerCase(Locale.ROOT).startsWith("gemba.");
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void refuse(Text text, RuntimeException why, String accepted) {
    refuse(text, why, accepted, problems);
  }

  private static void refuse(Text text, RuntimeException why, String accepted, Problems problems) {
    problems.error(text.place(), text.description() + " (" + why.getMessage() + ")", accepted);
  }
}
