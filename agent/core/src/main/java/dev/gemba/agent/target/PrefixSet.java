package dev.gemba.agent.target;

import java.util.Map;
import java.util.TreeMap;

/**
 * Prefixes of names, each of some kind, asked by one binary search. Of those that a name starts
 * with the longest decides. Immutable; asking allocates nothing.
 */
final class PrefixSet {
  private final String[] sorted;
  private final int[] kinds;

  /** Of each member the index of the longest other one that it starts with, or -1. */
  private final int[] within;

  PrefixSet(Map<String, Integer> kindByPrefix) {
    sorted = new TreeMap<>(kindByPrefix).keySet().toArray(new String[0]);
    kinds = new int[sorted.length];
    within = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      kinds[i] = kindByPrefix.get(sorted[i]);
      within[i] = longestOf(sorted[i], i - 1);
    }
  }

  /** The index of the longest member that the name starts with, or -1. */
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
    return longestOf(name, high);
  }

  /**
   * The longest member that a name starts with: the greatest one that is not greater than the name,
   * or one that this begins with, as whatever lies between a prefix and a name has that prefix too.
   */
  private int longestOf(String name, int greatest) {
    int index = greatest;
    while (index >= 0 && !name.startsWith(sorted[index])) {
      index = within[index];
    }
    return index;
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
