package dev.gemba.agent.config;

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
      int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits <= allowed && edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that make one text the other: the
   * restricted Damerau–Levenshtein distance (Damerau 1964), by the usual table.
   */
  static int edits(String from, String to) {
    int[][] table = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1);
        least = Math.min(least, table[i - 1][j - 1] + replaced);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, table[i - 2][j - 2] + 1);
        }
        table[i][j] = least;
      }
    }
    return table[from.length()][to.length()];
  }
}
