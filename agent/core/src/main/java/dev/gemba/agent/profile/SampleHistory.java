package dev.gemba.agent.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The samples of late, by the thread that they were taken of and by time. For one thread. */
final class SampleHistory {

  private static final int MOST = 50_000;

  private final Map<Long, List<Sample>> byThread = new HashMap<>();
  private int held;

  /** From when on they are known, and until when; by {@link System#nanoTime()}. */
  private long since;

  private long until;

  /** Knows nothing but that nothing was sampled before. */
  void begin(long nanos) {
    byThread.clear();
    held = 0;
    since = nanos;
    until = nanos;
  }

  boolean isEmpty() {
    return held == 0;
  }

  long since() {
    return since;
  }

  long until() {
    return until;
  }

  /**
   * Takes what was sampled since the last call.
   *
   * @param keptNanos what is older is forgotten, and more if there are too many
   */
  void add(List<Sample> samples, long untilNanos, long keptNanos) {
    List<Sample> inTurn = new ArrayList<>(samples);
    inTurn.sort(Comparator.comparingLong(sample -> sample.nanos));
    for (Sample sample : inTurn) {
      if (sample.threadId > 0) {
        List<Sample> known = byThread.computeIfAbsent(sample.threadId, id -> new ArrayList<>());
        // A wait is told when it is over, and may have begun before what is known already.
        int at = known.size();
        while (at > 0 && known.get(at - 1).nanos - sample.nanos > 0) {
          at--;
        }
        known.add(at, sample);
        held++;
      }
    }
    until = untilNanos;
    forget(until - keptNanos);
    while (held > MOST) {
      forget(since + (until - since) / 4 + 1);
    }
  }

  private void forget(long before) {
    if (before - since <= 0) {
      return;
    }
    since = before;
    for (Iterator<List<Sample>> it = byThread.values().iterator(); it.hasNext(); ) {
      List<Sample> samples = it.next();
      int old = firstFrom(samples, before);
      samples.subList(0, old).clear();
      held -= old;
      if (samples.isEmpty()) {
        it.remove();
      }
    }
  }

  /** What was sampled of a thread between two moments, both included; the oldest first. */
  List<Sample> of(long threadId, long fromNanos, long toNanos) {
    List<Sample> samples = byThread.get(threadId);
    return samples == null
        ? List.of()
        : samples.subList(firstFrom(samples, fromNanos), firstFrom(samples, toNanos + 1));
  }

  private static int firstFrom(List<Sample> samples, long nanos) {
    int low = 0;
    int high = samples.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (samples.get(middle).nanos - nanos < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
