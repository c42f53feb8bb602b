package dev.gemba.kanban.model;

/** What a task is thought to cost: relative size in points and work in hours. */
public record Estimates(int points, double hours) {
  public static final Estimates NONE = new Estimates(0, 0);

  public Estimates {
    if (points < 0 || !(hours >= 0)) {
      throw new IllegalArgumentException("estimates are never negative");
    }
  }
}
