package dev.gemba.it.cache;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.CacheStats;
import com.google.common.cache.LoadingCache;
import com.google.common.util.concurrent.UncheckedExecutionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Guava's, of any version. */
final class GuavaCaches {

  private static final int CALLS = 6_000;
  private static final int KEYS = 300;
  private static final int SIZE = 100;

  /** Fails for some keys. */
  private static final class Loader extends CacheLoader<Integer, String> {
    private final Tally tally;

    Loader(Tally tally) {
      this.tally = tally;
    }

    @Override
    public String load(Integer key) {
      tally.loads.incrementAndGet();
      return Source.valueOf(key);
    }
  }

  private static final class LoaderOfMany extends CacheLoader<Integer, String> {
    @Override
    public String load(Integer key) {
      return Source.valueOf(key);
    }

    @Override
    public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
      Map<Integer, String> values = new HashMap<>();
      for (Integer key : keys) {
        values.put(key, "of many " + key);
      }
      return values;
    }
  }

  void run() throws Exception {
    Tally total = new Tally();
    List<LoadingCache<Integer, String>> counting = new ArrayList<>();
    counting.add(builder(new Tally()).recordStats().build(new Loader(new Tally())));
    counting.add(builder(new Tally()).recordStats().build(new LoaderOfMany()));
    for (LoadingCache<Integer, String> cache : counting) {
      use(cache, new Tally());
      Caches.useByThreads(() -> use(cache, new Tally()));
      CacheStats all = cache.stats();
      total.add(all.hitCount(), all.missCount(), all.loadCount(), all.evictionCount());
    }
    Tally own = new Tally();
    useForOne(builder(own).build(new Loader(own)), own);
    total.add(own.hits.get(), own.misses.get(), own.loads.get(), own.evictions.get());
    total.print("cache.guava");
  }

  private static CacheBuilder<Object, Object> builder(Tally tally) {
    return CacheBuilder.newBuilder()
        .maximumSize(SIZE)
        .removalListener(
            gone -> {
              if (gone.wasEvicted()) {
                tally.evictions.incrementAndGet();
              }
            });
  }

  private static void use(LoadingCache<Integer, String> cache, Tally tally) {
    useForOne(cache, tally);
    for (int i = 0; i < CALLS; i += 10) {
      int key = (i * 7919) % KEYS;
      Map<Integer, String> ignored = cache.getAllPresent(List.of(key, key + 1, key + 2));
      try {
        cache.getAll(List.of(key, key + 1, key + 2));
      } catch (ExecutionException
          | UncheckedExecutionException
          | CacheLoader.InvalidCacheLoadException expected) {
        // As its loader throws, or answers nothing.
      }
    }
    cache.cleanUp();
  }

  private static void useForOne(LoadingCache<Integer, String> cache, Tally tally) {
    for (int i = 0; i < CALLS; i++) {
      int key = (i * 7919) % KEYS;
      switch (i % 3) {
        case 0 -> tally.asked(cache.getIfPresent(key) == null);
        case 1 -> load(cache, key, tally);
        default -> compute(cache, key, tally);
      }
    }
    for (int key = 20; key < 40; key++) {
      cache.put(key, "old");
      cache.refresh(key);
    }
    cache.cleanUp();
  }

  private static void load(LoadingCache<Integer, String> cache, int key, Tally tally) {
    long before = tally.loads.get();
    try {
      cache.getUnchecked(key);
    } catch (UncheckedExecutionException | CacheLoader.InvalidCacheLoadException expected) {
      // As its loader throws, or answers nothing.
    }
    tally.asked(tally.loads.get() > before);
  }

  private static void compute(Cache<Integer, String> cache, int key, Tally tally) {
    long before = tally.loads.get();
    try {
      cache.get(
          key,
          () -> {
            tally.loads.incrementAndGet();
            return Source.valueOf(key);
          });
    } catch (ExecutionException
        | UncheckedExecutionException
        | CacheLoader.InvalidCacheLoadException expected) {
      // As the function throws, or answers nothing.
    }
    tally.asked(tally.loads.get() > before);
  }
}
