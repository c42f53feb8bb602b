package dev.gemba.agent.trace;

import java.util.Collection;

/**
 * How much the calling thread has loaded for a cache of {@code javax.cache} since it last asked
 * one: a cache that reads through loads on the thread that asks, so this tells a miss that answers
 * something. Marks stay with the thread, as a cache may go to a server meanwhile.
 */
final class JCacheLoads {

  private static final int ONE = 0;
  private static final int MANY = 1;

  /**
   * Keys that were loaded one by one, and several at a time; of a thread that ever did. Arrays, so
   * that no thread of the application keeps a class of the agent.
   */
  private static final ThreadLocal<int[]> MARKS = new ThreadLocal<>();

  /** Whether anything was loaded for a key. */
  boolean ofKey() {
    int[] loaded = MARKS.get();
    return loaded != null && loaded[ONE] + loaded[MANY] > 0;
  }

  /** How many keys were loaded; a loader of several may ask itself for each. */
  int ofKeys() {
    int[] loaded = MARKS.get();
    return loaded == null ? 0 : Math.max(loaded[ONE], loaded[MANY]);
  }

  /** What was asked is answered. */
  void forget() {
    int[] loaded = MARKS.get();
    if (loaded != null) {
      loaded[ONE] = 0;
      loaded[MANY] = 0;
    }
  }

  Enricher ofOne() {
    return new Load(ONE);
  }

  Enricher ofMany() {
    return new Load(MANY);
  }

  private void add(int place, int keys) {
    int[] loaded = MARKS.get();
    if (loaded == null) {
      loaded = new int[2];
      MARKS.set(loaded);
    }
    loaded[place] += keys;
  }

  private final class Load implements Enricher {
    private final int place;

    Load(int place) {
      this.place = place;
    }

    @Override
    public String operation(EndedCall call) {
      boolean many = place == MANY && call.firstArgument() instanceof Collection<?>;
      add(place, many ? ((Collection<?>) call.firstArgument()).size() : 1);
      return null;
    }
  }
}
