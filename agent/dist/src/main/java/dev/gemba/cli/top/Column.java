package dev.gemba.cli.top;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the table can be sorted by, from the left to the right. */
public enum Column {
  OPERATION,
  RATE,
  CALLS,
  ERRORS,
  SHARE,
  P50,
  P95,
  P99,
  MAX;

  private static final List<Column> ALL = List.of(values());

  /** Largest first, unknown last; names from A to Z. */
  Comparator<Frame.Row> order(boolean reversed) {
    Comparator<Frame.Row> byName = Comparator.comparing(Frame.Row::operation);
    if (this == OPERATION) {
      return reversed ? byName.reversed() : byName;
    }
    Comparator<Frame.Row> known = Comparator.comparing(row -> Double.isNaN(valueOf(row)));
    Comparator<Frame.Row> bySize = Comparator.comparingDouble(this::valueOf);
    return known.thenComparing(reversed ? bySize : bySize.reversed()).thenComparing(byName);
  }

  private double valueOf(Frame.Row row) {
    return switch (this) {
      case OPERATION -> Double.NaN;
      case RATE -> row.rate();
      case CALLS -> (double) row.callsSinceStart();
      case ERRORS -> (double) row.errors();
      case SHARE -> row.share();
      case P50 -> row.p50();
      case P95 -> row.p95();
      case P99 -> row.p99();
      case MAX -> row.max();
    };
  }

  Column next() {
    return ALL.get((ALL.indexOf(this) + 1) % ALL.size());
  }

  Column previous() {
    return ALL.get((ALL.indexOf(this) + ALL.size() - 1) % ALL.size());
  }

  /** As the user writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
