package dev.gemba.agent.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of name prefixes, asked by binary search. No member is a prefix of another, so the one
 * candidate is the greatest member that is not greater than the name. Immutable.
 */
final class PrefixSet {
  private final String[] sorted;

  PrefixSet(String... prefixes) {
    String[] all = prefixes.clone();
    Arrays.sort(all);
    List<String> kept = new ArrayList<>(all.length);
    for (String prefix : all) {
      if (kept.isEmpty() || !prefix.startsWith(kept.get(kept.size() - 1))) {
        kept.add(prefix);
      }
    }
    sorted = kept.toArray(new String[0]);
  }

  /** The member that the name starts with, or null. */
  String prefixOf(String name) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle].compareTo(name) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && name.startsWith(sorted[high]) ? sorted[high] : null;
  }

  /** Whether some name could start both with the given prefix and with a member. */
  boolean overlaps(String prefix) {
    if (prefixOf(prefix) != null) {
      return true;
    }
    for (String member : sorted) {
      if (member.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
