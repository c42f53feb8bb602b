package dev.gemba.agent.trace;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Loads of Guava's caches, whose method returns a future whatever comes of them: done, unless a
 * loader works on a thread of its own, which nobody waits for here.
 */
final class GuavaLoad implements Enricher {

  /** What the cache throws for it. */
  private static final String NO_VALUE =
      "com.google.common.cache.CacheLoader$InvalidCacheLoadException";

  @Override
  public String operation(EndedCall call) {
    return null;
  }

  @Override
  public String errorType(EndedCall call) {
    if (!(call.returned() instanceof Future<?> loaded) || !loaded.isDone()) {
      return null;
    }
    try {
      return loaded.get() == null ? NO_VALUE : null;
    } catch (ExecutionException e) {
      return (e.getCause() == null ? e : e.getCause()).getClass().getName();
    } catch (InterruptedException e) {
      // A future that is done may say so of a thread that was interrupted before.
      Thread.currentThread().interrupt();
      return null;
    } catch (RuntimeException cancelled) {
      return cancelled.getClass().getName();
    }
  }
}
