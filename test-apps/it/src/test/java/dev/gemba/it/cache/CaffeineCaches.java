package dev.gemba.it.cache;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Caffeine's, of any version from 2.0 on. */
final class CaffeineCaches {

  private static final int CALLS = 6_000;
  private static final int KEYS = 300;
  private static final int SIZE = 100;

  private final Tally total = new Tally();

  /** Fails for some keys, and knows nothing of others. */
  private static final class Loader implements CacheLoader<Integer, String> {
    private final Tally tally;

    Loader(Tally tally) {
      this.tally = tally;
    }

    @Override
    public String load(Integer key) {
      tally.loads.incrementAndGet();
      return Source.valueOf(key);
    }

    /** In Caffeine 2. */
    @SuppressWarnings("EffectivelyPrivate") // implements what Caffeine 2 has
    public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
      tally.loads.incrementAndGet();
      Map<Integer, String> values = new HashMap<>();
      for (Integer key : keys) {
        tally.misses.incrementAndGet();
        values.put(key, "of many " + key);
      }
      return values;
    }

    /** In Caffeine 3. */
    @Override
    public Map<Integer, String> loadAll(Set<? extends Integer> keys) {
      return loadAll((Iterable<? extends Integer>) keys);
    }
  }

  void run() throws Exception {
    Tally own = new Tally();
    LoadingCache<Integer, String> counting =
        builder(new Tally()).recordStats().build(new Loader(new Tally()));
    LoadingCache<Integer, String> silent = builder(own).build(new Loader(own));
    LoadingCache<Integer, String> unbounded = Caffeine.newBuilder().build(new Loader(own));
    use(counting, new Tally());
    use(silent, own);
    use(unbounded, own);
    Caches.useByThreads(() -> use(counting, new Tally()));
    CacheStats all = counting.stats();
    total.add(all.hitCount(), all.missCount(), all.loadCount(), all.evictionCount());

    useAsynchronously();
    refresh(own);
    total.add(own.hits.get(), own.misses.get(), own.loads.get(), own.evictions.get());
    total.print("cache.caffeine");
  }

  private static Caffeine<Object, Object> builder(Tally tally) {
    return Caffeine.newBuilder()
        .maximumSize(SIZE)
        .executor(Runnable::run)
        .removalListener(
            (key, value, cause) -> {
              if (cause.wasEvicted()) {
                tally.evictions.incrementAndGet();
              }
            });
  }

  private static void use(LoadingCache<Integer, String> cache, Tally tally) {
    for (int i = 0; i < CALLS; i++) {
      int key = (i * 7919) % KEYS;
      switch (i % 4) {
        case 0 -> tally.asked(cache.getIfPresent(key) == null);
        case 1 -> load(cache, key, tally);
        case 2 -> compute(cache, key, tally);
        default -> getAll(cache, key, tally);
      }
    }
    cache.cleanUp();
  }

  private static void load(LoadingCache<Integer, String> cache, int key, Tally tally) {
    long before = tally.loads.get();
    try {
      String ignored = cache.get(key);
    } catch (IllegalStateException expected) {
      // As its loader throws.
    }
    tally.asked(tally.loads.get() > before);
  }

  private static void compute(Cache<Integer, String> cache, int key, Tally tally) {
    long before = tally.loads.get();
    try {
      String ignored =
          cache.get(
              key,
              wanted -> {
                tally.loads.incrementAndGet();
                return Source.valueOf(wanted);
              });
    } catch (IllegalStateException expected) {
      // As the function throws.
    }
    tally.asked(tally.loads.get() > before);
  }

  private static void getAll(LoadingCache<Integer, String> cache, int key, Tally tally) {
    List<Integer> keys = List.of(key, key + 1, key + 2);
    if (key % 2 == 0) {
      int found = cache.getAllPresent(keys).size();
      tally.hits.addAndGet(found);
      tally.misses.addAndGet(keys.size() - found);
      return;
    }
    // The loader counts what is missed.
    long before = tally.misses.get();
    Map<Integer, String> ignored = cache.getAll(keys);
    tally.hits.addAndGet(keys.size() - (tally.misses.get() - before));
  }

  private void useAsynchronously() {
    Tally own = new Tally();
    AsyncLoadingCache<Integer, String> counting =
        Caffeine.newBuilder().recordStats().buildAsync(Source::valueOf);
    AsyncLoadingCache<Integer, String> silent =
        Caffeine.newBuilder()
            .buildAsync(
                key -> {
                  own.loads.incrementAndGet();
                  return Source.valueOf(key);
                });
    for (int i = 0; i < KEYS; i++) {
      int key = (i * 7919) % SIZE;
      join(counting, key);
      long before = own.loads.get();
      join(silent, key);
      own.asked(own.loads.get() > before);
    }
    CacheStats all = counting.synchronous().stats();
    total.add(all.hitCount(), all.missCount(), all.loadCount(), 0);
    total.add(own.hits.get(), own.misses.get(), own.loads.get(), 0);
  }

  private static void join(AsyncLoadingCache<Integer, String> cache, int key) {
    try {
      cache.get(key).join();
    } catch (CompletionException expected) {
      // As its loader throws.
    }
  }

  /** As far as it is seen: Caffeine 2.0 does it in a way of its own. */
  private static void refresh(Tally tally) throws Exception {
    Method refresh = LoadingCache.class.getMethod("refresh", Object.class);
    boolean seen =
        Stream.of(CacheLoader.class.getMethods())
            .anyMatch(method -> method.getName().equals("asyncReload"));
    LoadingCache<Integer, String> cache =
        Caffeine.newBuilder().executor(Runnable::run).build(new Loader(tally));
    for (int key = 0; seen && key < 10; key++) {
      load(cache, key, tally);
      refresh.invoke(cache, key);
    }
  }
}
