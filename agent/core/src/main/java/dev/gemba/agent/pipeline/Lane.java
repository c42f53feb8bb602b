package dev.gemba.agent.pipeline;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.SpanBudget;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One exporter with its thread. What it has not taken yet is held as a single snapshot: newer
 * metrics replace older ones, which they include, and spans pile up to a bound.
 */
final class Lane {

  static final int MAX_WAITING_SPANS = SpanBudget.SPANS;

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** Opens an exporter; runs on the lane's thread. */
  interface Opener {
    Exporter open() throws Exception;
  }

  private final String name;
  private final Opener opener;
  private final DropCounters drops;
  private final Consumer<String> messages;
  private final Thread thread;

  private volatile LaneState state;

  // Guarded by this.
  private Snapshot waiting;
  private boolean closing;
  private boolean dead;
  private long everyMillis;
  private int exporting;

  // Of the lane's thread.
  private long pauseMillis;
  private long takenAt = System.nanoTime();
  private boolean failing;

  Lane(String name, Opener opener, DropCounters drops, Consumer<String> messages) {
    this.name = name;
    this.opener = opener;
    this.drops = drops;
    this.messages = messages;
    this.state = LaneState.opening(name);
    this.thread = new Thread(null, this::run, "gemba-export-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler((t, e) -> off("it ended with " + e));
  }

  void start() {
    thread.start();
  }

  /** Never blocks. */
  synchronized void accept(Snapshot snapshot) {
    if (dead) {
      return;
    }
    waiting = waiting == null ? snapshot : merged(waiting, snapshot);
    notifyAll();
  }

  synchronized void beginClose() {
    closing = true;
    notifyAll();
  }

  /** False if the exporter did not finish in time; it is interrupted then. */
  boolean awaitClose(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
    if (thread.isAlive()) {
      thread.interrupt();
      return false;
    }
    return true;
  }

  /** Takes a snapshot no sooner than this after the one before. */
  synchronized void exportEvery(int seconds) {
    // Snapshots come once a second, give or take: every one of them means no pause at all.
    everyMillis = seconds <= 1 ? 0 : seconds * 1_000L - 500;
    notifyAll();
  }

  /** Those on their way included. */
  synchronized int waitingSpans() {
    return exporting + (waiting == null ? 0 : waiting.spans().size());
  }

  String name() {
    return name;
  }

  /** For any thread. */
  LaneState state() {
    return state;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void opened(List<String> locations) {
    state = state.open(locations);
    if (!locations.isEmpty()) {
      messages.accept(name + ": " + String.join(", ", locations));
    }
  }

  private void off(String why) {
    state = state.off(why);
    messages.accept("exporter " + name + " is off: " + why);
  }

  private Snapshot merged(Snapshot older, Snapshot newer) {
    List<Span> spans = new ArrayList<>(older.spans());
    int room = Math.max(0, MAX_WAITING_SPANS - spans.size());
    int taken = Math.min(room, newer.spans().size());
    spans.addAll(newer.spans().subList(0, taken));
    int lost = newer.spans().size() - taken;
    if (lost > 0) {
      drops.add("exporter-queue:" + name, lost);
    }
    return new Snapshot(newer.resource(), newer.start(), newer.time(), newer.metrics(), spans);
  }

  private void run() {
    Exporter exporter;
    try {
      exporter = opener.open();
      opened(exporter.locations());
    } catch (Exception | LinkageError e) {
      off(textOf(e));
      synchronized (this) {
        dead = true;
        waiting = null;
      }
      return;
    }
    try {
      Snapshot next = take();
      while (next != null) {
        export(exporter, next);
        next = take();
      }
      exporter.close();
    } catch (InterruptedException ignored) {
      // Only awaitClose interrupts, after it has waited long enough and said so.
    } catch (Exception | LinkageError e) {
      messages.accept("exporter " + name + " failed to close: " + textOf(e));
    }
  }

  /** The next snapshot; null when closing and nothing is left. */
  private synchronized Snapshot take() throws InterruptedException {
    exporting = 0;
    long since = System.nanoTime();
    while (!closing) {
      long now = System.nanoTime();
      long leftMillis =
          Math.max(
              pauseMillis - (now - since) / 1_000_000, everyMillis - (now - takenAt) / 1_000_000);
      if (waiting != null && leftMillis <= 0) {
        break;
      }
      wait(waiting == null ? 0 : Math.max(1, leftMillis));
    }
    Snapshot taken = waiting;
    waiting = null;
    exporting = taken == null ? 0 : taken.spans().size();
    takenAt = System.nanoTime();
    return taken;
  }

  private void export(Exporter exporter, Snapshot snapshot) throws InterruptedException {
    try {
      exporter.export(snapshot);
      if (failing) {
        messages.accept("exporter " + name + " works again");
        state = state.open(state.locations());
      }
      failing = false;
      pauseMillis = 0;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      if (!snapshot.spans().isEmpty()) {
        drops.add("exporter:" + name, snapshot.spans().size());
      }
      state = state.failing(textOf(e));
      if (!failing) {
        messages.accept("exporter " + name + " failed, and is tried again: " + textOf(e));
      }
      failing = true;
      pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, pauseMillis * 2));
    }
  }

  private static String textOf(Throwable e) {
    if (e instanceof NoClassDefFoundError) {
      return "a class of its library is missing: " + e.getMessage();
    }
    return e.getMessage() != null ? e.getMessage() : e.getClass().getName();
  }
}
