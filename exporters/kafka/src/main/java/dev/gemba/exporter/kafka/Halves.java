package dev.gemba.exporter.kafka;

import java.util.List;

/** Cuts a list in two. */
final class Halves {

  private Halves() {}

  /** Views of both halves; none if there is nothing to cut. */
  static <T> List<List<T>> of(List<T> items) {
    int half = items.size() / 2;
    return half == 0
        ? List.of()
        : List.of(items.subList(0, half), items.subList(half, items.size()));
  }
}
