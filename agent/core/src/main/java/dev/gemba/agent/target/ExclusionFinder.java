package dev.gemba.agent.target;

import java.util.List;

/** Puts into words why a method that is named is left. */
final class ExclusionFinder {

  private ExclusionFinder() {}

  static String reasonOf(
      ClassMatch.Reason reason, List<Exclusion> exclude, Subject subject, MethodFacts method) {
    if (reason != ClassMatch.Reason.EXCLUDED) {
      return reason.text();
    }
    for (int i = 0; i < exclude.size(); i++) {
      if (exclude.get(i).covers(subject, method)) {
        return "excluded by '"
            + exclude.get(i)
            + "'"
            + (exclude.size() > 1 ? ", exclusion " + (i + 1) : "");
      }
    }
    return reason.text();
  }
}
