package dev.gemba.it.cache;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Those of {@code javax.cache}, by whatever provider there is. */
public final class JCaches {

  private static final int CALLS = 6_000;
  private static final int KEYS = 300;
  private static final AtomicLong LOADED = new AtomicLong();

  /** Fails for some keys, and knows nothing of others. */
  public static final class Loader implements CacheLoader<Integer, String> {
    @Override
    public String load(Integer key) {
      LOADED.incrementAndGet();
      return Source.valueOf(key);
    }

    @Override
    public Map<Integer, String> loadAll(Iterable<? extends Integer> keys) {
      Map<Integer, String> values = new HashMap<>();
      for (Integer key : keys) {
        LOADED.incrementAndGet();
        values.put(key, "of many " + key);
      }
      return values;
    }
  }

  void run() throws Exception {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      MutableConfiguration<Integer, String> plain =
          new MutableConfiguration<Integer, String>().setStatisticsEnabled(true);
      Cache<Integer, String> aside = manager.createCache("aside", plain);
      Cache<Integer, String> through =
          manager.createCache(
              "through",
              new MutableConfiguration<Integer, String>()
                  .setStatisticsEnabled(true)
                  .setReadThrough(true)
                  .setCacheLoaderFactory(FactoryBuilder.factoryOf(Loader.class)));
      use(aside, new Tally());
      print(aside);
      // Ehcache takes what it has loaded for a hit.
      Tally own = new Tally();
      use(through, own);
      System.out.println("cache.jcache.through.hit " + own.hits);
      System.out.println("cache.jcache.through.miss " + own.misses);
    }
  }

  private static void use(Cache<Integer, String> cache, Tally tally) {
    for (int i = 0; i < CALLS; i++) {
      int key = (i * 7919) % KEYS;
      switch (i % 8) {
        case 0 -> cache.put(key, "put " + key);
        case 1 -> tally.asked(cache.getAndPut(key, "other " + key) == null);
        case 2 -> tally.asked(cache.getAndRemove(key) == null);
        case 3 -> tally.asked(cache.getAndReplace(key, "another " + key) == null);
        case 4 -> getAll(cache, Set.of(key, key + 1, key + 2), tally);
        default -> get(cache, key, tally);
      }
    }
  }

  private static void get(Cache<Integer, String> cache, int key, Tally tally) {
    long before = LOADED.get();
    try {
      tally.asked(cache.get(key) == null || LOADED.get() > before);
    } catch (CacheException expected) {
      // As its loader throws.
    }
  }

  private static void getAll(Cache<Integer, String> cache, Set<Integer> keys, Tally tally) {
    long before = LOADED.get();
    cache.getAll(keys);
    long loaded = LOADED.get() - before;
    tally.add(keys.size() - loaded, loaded, 0, 0);
  }

  private static void print(Cache<?, ?> cache) throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName pattern =
        new ObjectName("javax.cache:type=CacheStatistics,Cache=" + cache.getName() + ",*");
    ObjectName bean = beans.queryNames(pattern, null).iterator().next();
    String prefix = "cache.jcache." + cache.getName();
    System.out.println(prefix + ".hit " + beans.getAttribute(bean, "CacheHits"));
    System.out.println(prefix + ".miss " + beans.getAttribute(bean, "CacheMisses"));
  }
}
