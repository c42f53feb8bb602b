package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Text;
import java.time.Duration;
import java.util.OptionalDouble;

/** Reads the quantities in a section and tells of those that are none. */
final class ScalarReader {

  static final String OFF = "off";

  private final SectionReader section;
  private final Problems problems;

  ScalarReader(SectionReader section, Problems problems) {
    this.section = section;
    this.problems = problems;
  }

  /** Whether a text says yes. */
  static boolean isOn(String text) {
    return text.equals("true") || text.equals("on");
  }

  /** Whether a text says no. What says neither is an error. */
  static boolean isOff(String text) {
    return text.equals("false") || text.equals(OFF);
  }

  /** Whether a key is set to {@code off}. */
  boolean isSetOff(String key) {
    return section.value(key) instanceof Text text && text.text().equals(OFF);
  }

  /** The ratio of a percentage from 0% to 100%; empty if not set or none. */
  OptionalDouble ratio(String key) {
    return ratio(key, Quantities.PERCENTAGE);
  }

  /** Likewise, of a key that takes more than percentages. */
  OptionalDouble ratio(String key, String accepted) {
    Text text = section.text(key, accepted);
    if (text == null) {
      return OptionalDouble.empty();
    }
    double ratio = Quantities.ratio(text.text());
    if (Double.isNaN(ratio)) {
      String nearest = Quantities.isNumber(text.text()) ? text.text() + "%" : "";
      problems.error(text.place(), text.description(), accepted, nearest);
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(ratio);
  }

  /** A positive span of time; null if not set or none. */
  Duration duration(String key) {
    return duration(key, Quantities.DURATION);
  }

  /** Likewise, of a key that takes more than durations. */
  Duration duration(String key, String accepted) {
    Text text = section.text(key, accepted);
    Duration duration = text == null ? null : Quantities.duration(text.text());
    if (text != null && duration == null) {
      problems.error(text.place(), text.description(), accepted);
    }
    return duration;
  }

  /** A size in bytes; -1 if not set or none. */
  long sizeBytes(String key, String accepted) {
    Text text = section.text(key, accepted);
    long size = text == null ? -1 : Quantities.sizeBytes(text.text());
    if (text != null && size < 0) {
      problems.error(text.place(), text.description(), accepted);
    }
    return size;
  }
}
