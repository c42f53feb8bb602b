package dev.gemba.cli.heap;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a recording looks like a leak: objects of one class from one place, some of which have
 * survived from each part of the time. A cache that was filled at the start has old survivors only,
 * work under way has young ones only. Immutable.
 *
 * @param rows the likeliest first
 * @param judged how many samples are in the rows
 * @param tooYoung how many were allocated after the last collection, so that they may be garbage
 */
public record LeakRanking(List<Row> rows, int judged, int tooYoung) {

  /** Parts of the time in which survivors are looked for. */
  static final int PARTS = 10;

  /**
   * Objects of a class from a place.
   *
   * @param operation of the woven method that was at work; null if none was
   * @param alive how many of those that were sampled
   * @param parts in how many tenths of the time they were allocated
   * @param oldestSeconds the age of the oldest, at the last collection
   * @param youngestSeconds likewise
   * @param heapUsed bytes of the heap in use when the youngest was allocated
   * @param stack that allocated the youngest, innermost first
   * @param path what holds one of them; empty if that is not known
   */
  public record Row(
      String type,
      String site,
      String operation,
      int alive,
      int parts,
      double oldestSeconds,
      double youngestSeconds,
      long heapUsed,
      List<String> stack,
      List<String> path) {

    public Row {
      stack = List.copyOf(stack);
      path = List.copyOf(path);
    }

    /** How much it looks like a leak: survivors, by how evenly they come from all of the time. */
    double score() {
      return (double) alive * parts / PARTS;
    }
  }

  public LeakRanking {
    rows = List.copyOf(rows);
  }

  /**
   * Ranks samples.
   *
   * @param startNanos when the recording began, since the epoch
   * @param operations by method, {@code com/acme/Board.load}
   */
  public static LeakRanking of(
      LeakSamples recording, long startNanos, Map<String, String> operations) {
    long end = recording.lastCollectionNanos();
    Map<List<String>, List<LeakSample>> groups = new LinkedHashMap<>();
    int tooYoung = 0;
    int judged = 0;
    for (LeakSample sample : recording.samples()) {
      if (sample.allocatedNanos() > end) {
        tooYoung++;
      } else {
        judged++;
        groups
            .computeIfAbsent(List.of(sample.type(), sample.site()), key -> new ArrayList<>())
            .add(sample);
      }
    }
    List<Row> rows = new ArrayList<>();
    groups.values().forEach(group -> rows.add(row(group, startNanos, end, operations)));
    rows.sort(
        Comparator.comparingDouble(Row::score)
            .reversed()
            .thenComparing(Row::type)
            .thenComparing(Row::site));
    return new LeakRanking(rows, judged, tooYoung);
  }

  private static Row row(
      List<LeakSample> group, long start, long end, Map<String, String> operations) {
    BitSet parts = new BitSet(PARTS);
    LeakSample youngest = group.get(0);
    LeakSample oldest = group.get(0);
    List<String> path = List.of();
    long length = Math.max(1, end - start);
    for (LeakSample sample : group) {
      long part = (sample.allocatedNanos() - start) * PARTS / length;
      parts.set((int) Math.max(0, Math.min(PARTS - 1, part)));
      youngest = sample.allocatedNanos() > youngest.allocatedNanos() ? sample : youngest;
      oldest = sample.allocatedNanos() < oldest.allocatedNanos() ? sample : oldest;
      path = path.isEmpty() ? sample.path() : path;
    }
    return new Row(
        youngest.type(),
        youngest.site(),
        operation(youngest, operations),
        group.size(),
        parts.cardinality(),
        (end - oldest.allocatedNanos()) / 1e9,
        (end - youngest.allocatedNanos()) / 1e9,
        youngest.heapUsed(),
        youngest.stack(),
        path);
  }

  /** That of the innermost woven method on the stack. */
  private static String operation(LeakSample sample, Map<String, String> operations) {
    for (String method : sample.stack()) {
      int dot = method.lastIndexOf('.');
      String operation =
          operations.get(method.substring(0, dot).replace('.', '/') + method.substring(dot));
      if (operation != null) {
        return operation;
      }
    }
    return null;
  }
}
