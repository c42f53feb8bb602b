package dev.gemba.kanban.model;

import java.util.List;

/**
 * A part of a longer list.
 *
 * @param page counted from 0
 * @param size the most items a page holds
 * @param total the length of the whole list
 */
public record Page<T>(List<T> items, int page, int size, int total) {
  public Page {
    items = List.copyOf(items);
  }

  /** Cuts one page out of {@code all}; a page past the end is empty. */
  public static <T> Page<T> of(List<T> all, int page, int size) {
    int from = (int) Math.min((long) page * size, all.size());
    int to = Math.min(from + size, all.size());
    return new Page<>(all.subList(from, to), page, size, all.size());
  }
}
