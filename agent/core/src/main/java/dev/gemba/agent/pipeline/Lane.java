package dev.gemba.agent.pipeline;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.ExportException.Undelivered;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One exporter with its thread: sends what is in its queue, tries again what may be, and spools
 * meanwhile if there is a spool.
 *
 * <p>Without a spool, spans to be tried again go back into the queue. With one they go to the disk,
 * and so does all that comes until the disk is empty again: so they leave in the order in which
 * they came, and a kill costs those of a second. A span may arrive twice, where an answer was lost;
 * none gets lost uncounted.
 */
final class Lane {

  /** Between two records of the spool, so that a server that has come back is not run over. */
  private static final long REPLAY_MILLIS = 50;

  /** After the disk has refused a record, spans wait in memory for so long. */
  private static final long DISK_PAUSE_MILLIS = 5_000;

  private static final Undelivered NOTHING =
      new Undelivered(List.of(), 0, 0, Optional.empty(), true);

  /** Opens an exporter; runs on the lane's thread. */
  interface Opener {
    Exporter open() throws Exception;
  }

  /** Opens its spool, if it is to have one; runs on the lane's thread. */
  interface SpoolOpener {
    /** Null for none. */
    Spool open(Spool.Losses losses) throws Exception;
  }

  private final String name;
  private final Opener opener;
  private final SpoolOpener spoolOpener;
  private final Consumer<String> messages;
  private final LaneQueue queue;
  private final Unwatched unwatched = new Unwatched();
  private final Thread thread;

  private volatile LaneState state;
  private volatile boolean spools;

  // Of the lane's thread.
  private final BackOff backOff;
  private Spool spool;
  private long replayedAt = System.nanoTime();
  private long diskAgainAt = System.nanoTime();
  private Snapshot underWay;
  private boolean failing;
  private boolean rejected;
  private boolean losesProfiles;

  Lane(
      String name,
      Opener opener,
      SpoolOpener spoolOpener,
      LaneQueue queue,
      BackOff backOff,
      Consumer<String> messages) {
    this.name = name;
    this.opener = opener;
    this.spoolOpener = spoolOpener;
    this.queue = queue;
    this.backOff = backOff;
    this.messages = messages;
    this.state = LaneState.opening(name);
    this.thread = new Thread(null, this::run, "gemba-export-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.setUncaughtExceptionHandler(
        (t, e) -> {
          off("it ended with " + e);
          queue.end(Loss.OFF);
        });
  }

  void start() {
    thread.start();
  }

  /** For any thread. */
  LaneQueue queue() {
    return queue;
  }

  /** Whether it needs a moment, after it was told to {@link #hurry}, to write to its spool. */
  boolean spools() {
    return spools;
  }

  /** Waits for the end, which comes after {@link LaneQueue#beginClose}; false if it did not. */
  boolean awaitEnd(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
    return !thread.isAlive();
  }

  /** Has it give up whatever it waits for. To be called at the end, and once. */
  void hurry() {
    thread.interrupt();
  }

  String name() {
    return name;
  }

  /** For any thread. */
  LaneState state() {
    return state.with(queue.account());
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

  private void run() {
    Exporter exporter;
    try {
      exporter = opener.open();
      openSpool();
      opened(exporter.locations());
    } catch (Exception | LinkageError e) {
      off(textOf(e));
      queue.end(Loss.OFF);
      return;
    }
    try {
      work(exporter);
    } catch (InterruptedException ignored) {
      // It was told to hurry.
    }
    spoolTheRest();
    queue.end(Loss.SHUTDOWN);
    try {
      exporter.close();
    } catch (Exception | LinkageError e) {
      messages.accept("exporter " + name + " failed to close: " + textOf(e));
    }
  }

  private void openSpool() throws Exception {
    try {
      spool = spoolOpener.open(queue::lostOnDisk);
    } catch (IOException e) {
      // Better to deliver what can be delivered than nothing at all.
      messages.accept("exporter " + name + " has no spool: " + e.getMessage());
    }
    if (spool != null) {
      spools = true;
      queue.foundSpooled(spool.spans() + spool.torn());
      queue.lostOnDisk(Loss.SPOOL_UNREADABLE, spool.torn());
    }
  }

  private void work(Exporter exporter) throws InterruptedException {
    while (queue.await(backOff.leftMillis(), replayInMillis(), isSpooling())) {
      if (isSpooling()) {
        moveToSpool(queue.takeSpans());
      }
      if (replayInMillis() == 0 && backOff.leftMillis() == 0) {
        replay(exporter);
      }
      if (backOff.leftMillis() == 0) {
        export(exporter, queue.takeInTurn());
      }
    }
    if (isSpooling()) {
      moveToSpool(queue.takeSpans());
    }
    export(exporter, queue.takeAll());
  }

  /** Whether spans go to the disk rather than to the server. */
  private boolean isSpooling() {
    return spool != null
        && System.nanoTime() - diskAgainAt >= 0
        && (backOff.isFailing() || !spool.isEmpty());
  }

  /** When the next record of the spool may be sent, but for the pause after a failure. */
  private long replayInMillis() {
    if (spool == null || spool.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, REPLAY_MILLIS - (System.nanoTime() - replayedAt) / 1_000_000);
  }

  private void export(Exporter exporter, Snapshot taken) throws InterruptedException {
    if (taken == null) {
      return;
    }
    underWay = taken;
    Undelivered undelivered = attempt(exporter, taken);
    underWay = null;
    settle(taken, undelivered);
    if (!undelivered.toRetry().isEmpty()) {
      // Profiles are sent once: there will be others, of much the same.
      Snapshot again = taken.withSpans(undelivered.toRetry()).withProfiles(List.of());
      if (spool == null) {
        queue.giveBack(again);
      } else {
        moveToSpool(again);
      }
    }
  }

  /** Counts what was delivered, and what never will be. */
  private void settle(Snapshot taken, Undelivered undelivered) {
    queue.dropped(Loss.REFUSED, undelivered.refusedSpans());
    queue.dropped(Loss.REJECTED, undelivered.rejectedSpans());
    queue.lostProfiles(undelivered.lostProfiles());
    queue.sent(
        taken.spans().size()
            - undelivered.refusedSpans()
            - undelivered.rejectedSpans()
            - undelivered.toRetry().size());
  }

  private void replay(Exporter exporter) throws InterruptedException {
    replayedAt = System.nanoTime();
    try {
      Snapshot oldest = spool.first();
      if (oldest == null) {
        return;
      }
      Undelivered undelivered = attempt(exporter, oldest);
      if (!undelivered.toRetry().isEmpty()) {
        return; // It stays the first, and the part of it that arrived will arrive again.
      }
      spool.done();
      queue.unspooled(oldest.spans().size());
      settle(oldest, undelivered);
    } catch (IOException e) {
      messages.accept("exporter " + name + " cannot read its spool: " + textOf(e));
      dropOldest();
    }
  }

  private void dropOldest() {
    try {
      spool.dropOldest();
    } catch (IOException ignored) {
      // It is no longer read, which is what matters; the message before told what is wrong.
    }
  }

  /** Null if there is nothing to move. */
  private void moveToSpool(Snapshot taken) {
    if (taken == null) {
      return;
    }
    int from = 0;
    try {
      while (from < taken.spans().size()) {
        int added = spool.append(taken, from);
        queue.spooled(added);
        from += added;
      }
    } catch (IOException e) {
      diskAgainAt = System.nanoTime() + DISK_PAUSE_MILLIS * 1_000_000;
      messages.accept("exporter " + name + " cannot write its spool: " + textOf(e));
      queue.giveBack(taken.withSpans(taken.spans().subList(from, taken.spans().size())));
    }
  }

  /** What the exporter had in hand when it was interrupted, and what came meanwhile. */
  private void spoolTheRest() {
    if (spool == null) {
      return;
    }
    moveToSpool(underWay);
    moveToSpool(queue.takeSpans());
    try {
      if (!spool.isEmpty()) {
        messages.accept("exporter " + name + " leaves " + spool.spans() + " spans in its spool");
      }
      spool.close();
    } catch (IOException e) {
      messages.accept("exporter " + name + " failed to close its spool: " + textOf(e));
    }
  }

  /** Exports, and tells what was not delivered. */
  private Undelivered attempt(Exporter exporter, Snapshot snapshot) throws InterruptedException {
    try {
      unwatched.export(exporter, snapshot);
      works();
      rejected = false;
      losesProfiles &= snapshot.profiles().isEmpty();
      return NOTHING;
    } catch (InterruptedException e) {
      throw e;
    } catch (ExportException e) {
      Undelivered undelivered = e.undelivered();
      if (undelivered.partialSuccess()) {
        works();
        tellRejected(e, undelivered.lostProfiles() > 0);
      } else {
        fails(e, undelivered.retryAfter());
      }
      return isPossible(undelivered, snapshot) ? undelivered : everythingOf(snapshot);
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      fails(e, Optional.empty());
      return everythingOf(snapshot);
    }
  }

  /** Of an exporter that does not know any better; to try again might deliver all of it twice. */
  private static Undelivered everythingOf(Snapshot snapshot) {
    return new Undelivered(
        List.of(), snapshot.spans().size(), 0, snapshot.profiles().size(), Optional.empty(), false);
  }

  private static boolean isPossible(Undelivered undelivered, Snapshot of) {
    long all = (long) undelivered.refusedSpans() + undelivered.rejectedSpans();
    return all + undelivered.toRetry().size() <= of.spans().size();
  }

  private void works() {
    if (failing) {
      messages.accept("exporter " + name + " works again");
      state = state.open(state.locations());
    }
    failing = false;
    backOff.succeeded();
  }

  private void fails(Throwable e, Optional<Duration> retryAfter) {
    state = state.failing(textOf(e));
    if (!failing) {
      messages.accept("exporter " + name + " failed, and is tried again: " + textOf(e));
    }
    failing = true;
    backOff.failed(retryAfter);
  }

  /** Profiles come now and then: what works in between says nothing of them. */
  private void tellRejected(ExportException e, boolean ofProfiles) {
    if (!(ofProfiles ? losesProfiles : rejected)) {
      messages.accept("exporter " + name + ": " + textOf(e));
    }
    losesProfiles |= ofProfiles;
    rejected |= !ofProfiles;
  }

  private static String textOf(Throwable e) {
    if (e instanceof NoClassDefFoundError) {
      return "a class of its library is missing: " + e.getMessage();
    }
    return e.getMessage() != null ? e.getMessage() : e.getClass().getName();
  }
}
