package dev.gemba.agent.trace;

import dev.gemba.agent.capture.Futures;
import dev.gemba.bootstrap.Bridge;
import dev.gemba.bootstrap.Recorder;
import dev.gemba.bootstrap.Series;
import java.util.function.Function;

/**
 * Loads of Caffeine's caches. What loads is a function, of the application or around its loader,
 * that is made to keep statistics where a cache has any and is left as it is where it has none; so
 * it is here that each load passes, and that a miss is told of a cache without.
 */
final class CaffeineLoads implements Exchange {

  private static final Series MISSES = Series.of("cache.caffeine.miss");

  @Override
  public Object given(int probe, Object self, Object[] arguments, Object returned) {
    return returned instanceof Function<?, ?> function
        ? new Load(probe, self, function, returned == arguments[0])
        : returned;
  }

  /** For one call of the cache, which may never need it. */
  private static final class Load implements Function<Object, Object> {
    private final int probe;
    private final Object cache;
    private final Function<Object, Object> function;
    private final boolean silent;

    /**
     * @param silent whether the function tells nobody that it is called
     */
    @SuppressWarnings("unchecked") // takes what it took before
    Load(int probe, Object cache, Function<?, ?> function, boolean silent) {
      this.probe = probe;
      this.cache = cache;
      this.function = (Function<Object, Object>) function;
      this.silent = silent;
    }

    @Override
    public Object apply(Object key) {
      if (silent) {
        Recorder.current().count(MISSES, 1);
      }
      Object[] arguments = {key, null};
      long token = Bridge.enterGuided(probe, cache, arguments);
      Object loaded;
      try {
        loaded = function.apply(key);
      } catch (Throwable e) {
        Bridge.exitGuided(probe, token, cache, arguments, null, Futures.causeOf(e));
        throw e;
      }
      Bridge.exitGuided(probe, token, cache, arguments, loaded, null);
      return loaded;
    }
  }
}
