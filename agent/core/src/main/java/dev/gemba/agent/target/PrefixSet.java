package dev.gemba.agent.target;

import java.util.Map;
import java.util.TreeMap;

/**
 * Prefixes of names, each of some kind, asked by one binary search. No member is a prefix of
 * another, so the one candidate is the greatest member that is not greater than the name.
 * Immutable; asking allocates nothing.
 */
final class PrefixSet {
  private final String[] sorted;
  private final int[] kinds;

  /** Of two prefixes one of which begins with the other, the shorter decides. */
  PrefixSet(Map<String, Integer> kindByPrefix) {
    TreeMap<String, Integer> kept = new TreeMap<>();
    String last = null;
    for (Map.Entry<String, Integer> entry : new TreeMap<>(kindByPrefix).entrySet()) {
      if (last == null || !entry.getKey().startsWith(last)) {
        last = entry.getKey();
        kept.put(last, entry.getValue());
      }
    }
    sorted = kept.keySet().toArray(new String[0]);
    kinds = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      kinds[i] = kept.get(sorted[i]);
    }
  }

  /** The index of the member that the name starts with, or -1. */
  int indexOf(String name) {
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
    return high >= 0 && name.startsWith(sorted[high]) ? high : -1;
  }

  /** The kind of the member at an index. */
  int kind(int index) {
    return kinds[index];
  }

  /** The member at an index. */
  String prefix(int index) {
    return sorted[index];
  }

  /** Whether some name could start both with the given prefix and with a member of the kind. */
  boolean overlaps(String prefix, int kind) {
    for (int i = 0; i < sorted.length; i++) {
      if (kinds[i] == kind && (sorted[i].startsWith(prefix) || prefix.startsWith(sorted[i]))) {
        return true;
      }
    }
    return false;
  }
}
