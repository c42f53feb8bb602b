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
  CPU,
  ALLOC,
  LOCK,
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
      case CPU -> row.cpu();
      case ALLOC -> row.alloc();
      case LOCK -> row.lock();
      case P50 -> row.p50();
      case P95 -> row.p95();
      case P99 -> row.p99();
      case MAX -> row.max();
    };
  }

  /** The next one to the right of which anything is known; behind the last comes the first. */
  Column next(List<Frame.Row> rows) {
    return step(rows, 1);
  }

  /** Likewise to the left. */
  Column previous(List<Frame.Row> rows) {
    return step(rows, ALL.size() - 1);
  }

  private Column step(List<Frame.Row> rows, int by) {
    Column at = this;
    do {
      at = ALL.get((ALL.indexOf(at) + by) % ALL.size());
    } while (at != OPERATION && at != this && !at.isKnown(rows));
    return at;
  }

  /** Whether any row has a value. */
  boolean isKnown(List<Frame.Row> rows) {
    return rows.stream().anyMatch(row -> !Double.isNaN(valueOf(row)));
  }

  /** As the user writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
