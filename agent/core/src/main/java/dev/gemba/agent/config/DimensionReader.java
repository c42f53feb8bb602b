package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import java.util.ArrayList;
import java.util.List;

/** Reads one dimension: a path, or a path with steps and their names. */
final class DimensionReader {

  private static final String STEPS = "a list of ascending numbers";
  private static final String NAMES = "a list of distinct texts, one more than steps";

  private final Schema schema;
  private final Problems problems;

  DimensionReader(Schema schema, Problems problems) {
    this.schema = schema;
    this.problems = problems;
  }

  /** The dimension, or null after an error. */
  Dimension read(Value value) {
    if (!(value instanceof Section)) {
      ValuePath path = TargetReader.path(value, problems);
      return path == null ? null : new Dimension(path, List.of(), List.of());
    }
    int before = problems.errors();
    SectionReader section = SectionReader.of(value, schema, problems);
    if (!section.has("of")) {
      Place place = section.place().child("of", section.place().line());
      problems.error(place, "nothing", ValuePath.ACCEPTED);
    }
    ValuePath of = section.has("of") ? TargetReader.path(section.value("of"), problems) : null;
    List<Double> steps = steps(section);
    List<String> names = names(section);
    if (problems.errors() == before) {
      checkFit(section, steps, names);
    }
    return problems.errors() == before ? new Dimension(of, steps, names) : null;
  }

  private List<Double> steps(SectionReader section) {
    List<Double> steps = new ArrayList<>();
    for (Value item : section.items("steps", STEPS)) {
      double step = item instanceof Text text ? number(text.text().strip()) : Double.NaN;
      boolean ascends = steps.isEmpty() || step > steps.get(steps.size() - 1);
      if (Double.isNaN(step) || !ascends) {
        SectionReader.tellWrong(item, STEPS, problems);
      } else {
        steps.add(step);
      }
    }
    return steps;
  }

  private List<String> names(SectionReader section) {
    List<String> names = new ArrayList<>();
    for (Value item : section.items("names", NAMES)) {
      boolean fresh = item instanceof Text text && !names.contains(text.text());
      if (fresh) {
        names.add(((Text) item).text());
      } else {
        SectionReader.tellWrong(item, NAMES, problems);
      }
    }
    return names;
  }

  private void checkFit(SectionReader section, List<Double> steps, List<String> names) {
    int expected = steps.isEmpty() ? 0 : steps.size() + 1;
    if (names.size() != expected) {
      Place place = section.place().child("names", section.place().line());
      String accepted = "a list of " + expected + " names, as there are " + steps.size() + " steps";
      problems.error(
          section.has("names") ? section.value("names").place() : place,
          names.isEmpty() ? "nothing" : names.size() + " names",
          accepted);
    }
  }

  private static double number(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    if (!Quantities.isNumber(digits)) {
      return Double.NaN;
    }
    return negative ? -Double.parseDouble(digits) : Double.parseDouble(digits);
  }
}
