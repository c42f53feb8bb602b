package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicInteger;

/** A business number whose distribution is recorded, such as the tasks on a board. Immutable. */
public final class Measure {

  private static final AtomicInteger IDS = new AtomicInteger();

  final int id = IDS.getAndIncrement();

  /** Name of the metric. */
  public final String name;

  /** The operation whose calls yield the number. */
  public final String operation;

  public Measure(String name, String operation) {
    this.name = name;
    this.operation = operation;
  }
}
