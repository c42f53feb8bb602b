package dev.gemba.bootstrap;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * A time series: an operation, narrowed by attributes one at a time. {@code kanban.board.load} is a
 * root; its child {@code tier=small} another series; that one's child {@code error.type=…} a third.
 *
 * <p>Roots are made by the agent, children by application threads when a value is first seen. A
 * node holds {@value #MAX_CHILDREN} values for one attribute at most; any further value falls into
 * one more child, {@code other} ({@code _OTHER} for the error type, as OpenTelemetry's semantic
 * conventions say), and is counted as {@link Drop#ATTRIBUTE_VALUE}. Children are kept in a list
 * that only ever grows at its head by compare-and-set, so that finding one takes no lock; the
 * comparison that is nearly always the last one is of the same String object.
 */
public final class Series {

  /** Values kept apart for one attribute of one parent. */
  public static final int MAX_CHILDREN = 50;

  /** Series of all operations together; a bound on memory that a sane config never meets. */
  public static final int MAX_SERIES = 50_000;

  /** Name of the metric for what calls allocate, where that is counted. */
  public static final String ALLOCATED = "gemba.operation.allocated";

  /** Attribute of the series of exceptional exits: the exception's class. */
  public static final String ERROR_TYPE = "error.type";

  private static final String OTHER = "other";

  static final Series NONE = new Series(-1, null, "", null, null);

  /** For recorders that nobody reads: shares its id with a series that those never hold. */
  static final Series CALIBRATION = new Series(0, null, "", null, null);

  private static final ConcurrentHashMap<String, Series> ROOTS = new ConcurrentHashMap<>();
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final AtomicReferenceFieldUpdater<Series, Series> FIRST_CHILD =
      AtomicReferenceFieldUpdater.newUpdater(Series.class, Series.class, "firstChild");

  /** Dense, from zero. */
  public final int id;

  /** Null for a root. */
  public final Series parent;

  /** Name of the operation. */
  public final String operation;

  /** What this series adds to its parent; null for a root. */
  public final String attribute;

  /** Value of {@link #attribute}. */
  public final String value;

  /** What its calls allocate; null until one is counted. Plain: there is one for an operation. */
  private Measure allocation;

  private volatile Series firstChild;
  private Series nextSibling;

  private Series(int id, Series parent, String operation, String attribute, String value) {
    this.id = id;
    this.parent = parent;
    this.operation = operation;
    this.attribute = attribute;
    this.value = value;
  }

  /**
   * The series of an operation; the same one for as long as the JVM lives. Once there are {@value
   * #MAX_SERIES} series, any further operation is {@code other}.
   */
  public static Series of(String operation) {
    // The look-up first, as computing may lock a bin of the map even if the key is there.
    Series known = ROOTS.get(operation);
    if (known != null) {
      return known;
    }
    String kept = IDS.get() < MAX_SERIES ? operation : OTHER;
    return ROOTS.computeIfAbsent(
        kept, name -> new Series(IDS.getAndIncrement(), null, name, null, null));
  }

  /**
   * This series, narrowed by an attribute.
   *
   * @param recorder of the calling thread, which counts a value that finds no room
   */
  public Series child(String attribute, String value, Recorder recorder) {
    Series first = firstChild;
    Series found = find(first, attribute, value);
    return found != null ? found : newChild(attribute, value, recorder);
  }

  /** One of its calls has allocated so many bytes, by the counter of the calling thread. */
  void allocated(long bytes) {
    if (this == NONE) {
      return;
    }
    Measure known = allocation;
    if (known == null) {
      known = Measure.of(ALLOCATED, operation);
      allocation = known;
    }
    Recorder.current().measure(known, (double) bytes);
  }

  private Series newChild(String attribute, String value, Recorder recorder) {
    if (this == NONE) {
      return NONE;
    }
    String kept = value;
    boolean full = false;
    while (true) {
      Series first = firstChild;
      Series found = find(first, attribute, kept);
      if (found != null) {
        return found;
      }
      if (!full && (count(first, attribute) >= MAX_CHILDREN || IDS.get() >= MAX_SERIES)) {
        full = true;
        recorder.drop(Drop.ATTRIBUTE_VALUE);
        kept = attribute.equals(ERROR_TYPE) ? "_OTHER" : OTHER;
        continue;
      }
      Series child = new Series(IDS.getAndIncrement(), this, operation, attribute, kept);
      child.nextSibling = first;
      if (FIRST_CHILD.compareAndSet(this, first, child)) {
        return child;
      }
      // Another thread was first; its child may be the one wanted here. The id is left unused.
    }
  }

  private static Series find(Series first, String attribute, String value) {
    for (Series s = first; s != null; s = s.nextSibling) {
      if (s.value.equals(value) && s.attribute.equals(attribute)) {
        return s;
      }
    }
    return null;
  }

  private static int count(Series first, String attribute) {
    int n = 0;
    for (Series s = first; s != null; s = s.nextSibling) {
      if (s.attribute.equals(attribute)) {
        n++;
      }
    }
    return n;
  }
}
