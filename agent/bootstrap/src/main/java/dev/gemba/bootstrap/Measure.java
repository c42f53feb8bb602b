package dev.gemba.bootstrap;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A business number whose distribution is recorded, such as the tasks on a board. Immutable. */
public final class Measure {

  private static final ConcurrentHashMap<List<String>, Measure> ALL = new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<String, Measure> BY_NAME = new ConcurrentHashMap<>();
  private static final AtomicInteger IDS = new AtomicInteger();

  final int id = IDS.getAndIncrement();

  /** Name of the metric. */
  public final String name;

  /** The operation whose calls yield the number; empty if the application records it itself. */
  public final String operation;

  private Measure(String name, String operation) {
    this.name = name;
    this.operation = operation;
  }

  /** The measure of an operation; the same one for as long as the JVM lives. */
  public static Measure of(String name, String operation) {
    return ALL.computeIfAbsent(List.of(name, operation), key -> new Measure(name, operation));
  }

  /** The measure of a name that belongs to no operation. */
  static Measure of(String name) {
    Measure known = BY_NAME.get(name);
    if (known != null) {
      return known;
    }
    String kept = BY_NAME.size() < Facade.MAX_NAMES ? name : "other";
    return BY_NAME.computeIfAbsent(kept, n -> of(n, ""));
  }
}
