package dev.gemba.agent.config;

import dev.gemba.agent.config.Problem.Severity;
import dev.gemba.agent.target.PatternException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the problems of one load. */
final class Problems {

  /** Begins the messages of patterns, and those of problems too. */
  private static final String FOUND = "found ";

  private static final String NOT_YET = "not available in this version; it has no effect";

  private final List<Problem> all = new ArrayList<>();
  private int errors;

  void error(Place place, String found, String accepted, String nearest) {
    errors++;
    add(Severity.ERROR, place, found, accepted, nearest);
  }

  void error(Place place, String found, String accepted) {
    error(place, found, accepted, "");
  }

  /** What the pattern language says itself, column and all. */
  void refused(Place place, PatternException why) {
    String message = why.getMessage();
    error(place, message.startsWith(FOUND) ? message.substring(FOUND.length()) : message, "");
  }

  void notice(Place place, String message) {
    add(Severity.NOTICE, place, message, "", "");
  }

  void notAvailable(Place place) {
    notice(place, NOT_YET);
  }

  /** Errors so far: a reader compares before and after to know whether its part is in doubt. */
  int errors() {
    return errors;
  }

  /** From the top of the file to its end, then the overrides in the order they were applied. */
  List<Problem> sorted(String file) {
    if (all.size() > 1) {
      all.sort(
          Comparator.comparing((Problem problem) -> !problem.file().equals(file))
              .thenComparingInt(Problem::line));
    }
    return List.copyOf(all);
  }

  private void add(Severity severity, Place place, String found, String accepted, String nearest) {
    all.add(
        new Problem(severity, place.file(), place.line(), place.key(), found, accepted, nearest));
  }
}
