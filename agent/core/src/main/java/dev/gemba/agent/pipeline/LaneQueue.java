package dev.gemba.agent.pipeline;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.record.SpanBudget;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exporter has not delivered yet, and the account of what it has. For any thread; takes and
 * what follows on them are the lane's, one take at a time.
 *
 * <p>All that waits is held as a single snapshot: newer metrics replace older ones, which they
 * include, and spans pile up to a bound.
 */
final class LaneQueue {

  static final int MAX_WAITING_SPANS = SpanBudget.SPANS;

  /** Of some 100 kB each; of more, the oldest are dropped. */
  static final int MAX_WAITING_PROFILES = 6;

  private final String name;
  private final DropCounters drops;

  // All guarded by this.
  private Snapshot waiting;
  private int taken;
  private boolean closing;
  private Loss ended;
  private long everyMillis;
  private long takenAt = System.nanoTime();
  private long recorded;
  private long sent;
  private long spooled;
  private final Map<Loss, Long> lost = new EnumMap<>(Loss.class);

  LaneQueue(String name, DropCounters drops) {
    this.name = name;
    this.drops = drops;
  }

  /** Never blocks. */
  synchronized void accept(Snapshot snapshot) {
    recorded += snapshot.spans().size();
    if (ended != null) {
      lose(ended, snapshot.spans().size());
      return;
    }
    waiting = waiting == null ? snapshot : merged(waiting, snapshot);
    notifyAll();
  }

  synchronized void beginClose() {
    closing = true;
    notifyAll();
  }

  /** Takes a snapshot no sooner than this after the one before. */
  synchronized void exportEvery(int seconds) {
    // Snapshots come once a second, give or take: every one of them means no pause at all.
    everyMillis = seconds <= 1 ? 0 : seconds * 1_000L - 500;
    notifyAll();
  }

  /** Those on their way included. */
  synchronized int waitingSpans() {
    return taken + (waiting == null ? 0 : waiting.spans().size());
  }

  synchronized SpanAccount account() {
    Map<String, Long> dropped = new TreeMap<>();
    lost.forEach((loss, count) -> dropped.put(loss.reason, count));
    return new SpanAccount(recorded, sent, spooled, waitingSpans(), dropped);
  }

  /**
   * Waits until there is something to do.
   *
   * @param pauseMillis before which nothing is sent
   * @param replayMillis before which nothing that is spooled is sent; {@link Long#MAX_VALUE} if
   *     there is nothing
   * @param toDisk whether spans that wait are to go to the disk at once
   * @return false if it is time to close
   */
  synchronized boolean await(long pauseMillis, long replayMillis, boolean toDisk)
      throws InterruptedException {
    long since = System.nanoTime();
    while (!closing) {
      long gone = (System.nanoTime() - since) / 1_000_000;
      long left =
          Math.min(
              Math.max(replayMillis, pauseMillis) - gone,
              waiting == null ? Long.MAX_VALUE : Math.max(pauseMillis - gone, millisToTurn()));
      if (left <= 0 || (toDisk && waiting != null && !waiting.spans().isEmpty())) {
        return true;
      }
      wait(left > Integer.MAX_VALUE ? 0 : left);
    }
    return false;
  }

  /** What waits, if it is its turn; null if not. */
  synchronized Snapshot takeInTurn() {
    return waiting == null || millisToTurn() > 0 ? null : takeAll();
  }

  /** All that waits; null if there is nothing. */
  synchronized Snapshot takeAll() {
    Snapshot all = waiting;
    waiting = null;
    taken += all == null ? 0 : all.spans().size();
    takenAt = System.nanoTime();
    return all;
  }

  /** The spans that wait, in their snapshot; null if there are none. Its metrics wait on. */
  synchronized Snapshot takeSpans() {
    if (waiting == null || waiting.spans().isEmpty()) {
      return null;
    }
    Snapshot all = waiting;
    waiting = all.withSpans(List.of());
    taken += all.spans().size();
    return all;
  }

  /** So many of the spans that were taken have arrived. */
  synchronized void sent(int spans) {
    taken -= spans;
    sent += spans;
  }

  /** So many of the spans that were taken never will. */
  synchronized void dropped(Loss loss, int spans) {
    taken -= spans;
    lose(loss, spans);
  }

  /** So many of the profiles that were taken were not delivered. */
  void lostProfiles(int profiles) {
    if (profiles > 0) {
      drops.add("profile-exporter:" + name, profiles);
    }
  }

  /** So many of the spans that were taken are on disk now. */
  synchronized void spooled(int spans) {
    taken -= spans;
    spooled += spans;
  }

  /** So many spans of the disk count as taken now. */
  synchronized void unspooled(int spans) {
    spooled -= spans;
    taken += spans;
  }

  /** So many spans of an earlier run, or of an exporter before this one, are on disk. */
  synchronized void foundSpooled(int spans) {
    recorded += spans;
    spooled += spans;
  }

  /** So many spans are no longer on disk, and nowhere else. */
  synchronized void lostOnDisk(Loss loss, int spans) {
    spooled -= spans;
    lose(loss, spans);
  }

  /** What was taken, and could not be delivered, waits again before what came meanwhile. */
  synchronized void giveBack(Snapshot older) {
    taken -= older.spans().size();
    waiting = waiting == null ? older : merged(older, waiting);
  }

  /** Nothing is taken any more: what waits is lost, and what comes will be. */
  synchronized void end(Loss loss) {
    lose(loss, waitingSpans());
    waiting = null;
    taken = 0;
    ended = loss;
  }

  private long millisToTurn() {
    return everyMillis - (System.nanoTime() - takenAt) / 1_000_000;
  }

  private Snapshot merged(Snapshot older, Snapshot newer) {
    List<Span> spans = new ArrayList<>(older.spans());
    int room = Math.max(0, MAX_WAITING_SPANS - spans.size());
    int kept = Math.min(room, newer.spans().size());
    spans.addAll(newer.spans().subList(0, kept));
    lose(Loss.QUEUE_FULL, newer.spans().size() - kept);
    return newer.withSpans(spans).withProfiles(mergedProfiles(older, newer));
  }

  private List<Profile> mergedProfiles(Snapshot older, Snapshot newer) {
    if (older.profiles().isEmpty()) {
      return newer.profiles();
    }
    List<Profile> profiles = new ArrayList<>(older.profiles());
    profiles.addAll(newer.profiles());
    int tooMany = Math.max(0, profiles.size() - MAX_WAITING_PROFILES);
    if (tooMany > 0) {
      drops.add("profile-queue:" + name, tooMany);
    }
    return profiles.subList(tooMany, profiles.size());
  }

  private void lose(Loss loss, int spans) {
    if (spans > 0) {
      lost.merge(loss, (long) spans, Long::sum);
      drops.add(loss.reason + ":" + name, spans);
    }
  }
}
