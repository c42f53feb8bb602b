package dev.gemba.agent.config;

import dev.gemba.agent.target.EditDistance;
import java.util.Collection;
import java.util.Locale;

/** Guesses which known name was meant by an unknown one. */
final class NearestName {

  private static final int LONGEST = 100;

  private NearestName() {}

  /**
   * The candidate with the fewest edits, if they are no more than a third of its letters; else an
   * empty text.
   */
  static String of(String name, Collection<String> candidates) {
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int allowed = Math.max(1, candidate.length() / 3);
      if (name.length() > LONGEST || Math.abs(name.length() - candidate.length()) > allowed) {
        continue;
      }
      int edits =
          EditDistance.between(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits <= allowed && edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return best;
  }
}
