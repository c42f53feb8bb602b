package dev.gemba.agent.trace;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/**
 * What caches of {@code javax.cache} find and miss, under their names. A call that answers nothing
 * has missed, and so has one for which a value was loaded ({@link JCacheLoads}).
 */
final class JCache {

  /** An application has tens of caches; of more, the names are made of who knows what. */
  private static final int MOST_CACHES = 100;

  private static final Outcomes NAMELESS = new Outcomes("cache.jcache.hit", "cache.jcache.miss");

  private final ConcurrentHashMap<String, Outcomes> outcomes = new ConcurrentHashMap<>();
  private final JCacheLoads loads = new JCacheLoads();

  /** The operations of one cache. */
  private record Outcomes(String hit, String miss) {}

  /** Those that the pack's file names. */
  Map<String, Enricher> enrichers() {
    return Map.of(
        "jcache-get", new Get(),
        "jcache-get-all", new GetAll(),
        "jcache-other", new Other(),
        "jcache-load", loads.ofOne(),
        "jcache-load-all", loads.ofMany());
  }

  private Outcomes of(EndedCall call) {
    String cache = call.text("cache");
    if (cache == null) {
      return NAMELESS;
    }
    Outcomes known = outcomes.get(cache);
    if (known == null) {
      if (outcomes.size() >= MOST_CACHES) {
        return NAMELESS;
      }
      String prefix = "cache.jcache." + cache;
      known = new Outcomes(prefix + ".hit", prefix + ".miss");
      outcomes.put(cache, known);
    }
    return known;
  }

  /** Asks for one key. */
  private final class Get implements Enricher {
    @Override
    public String operation(EndedCall call) {
      boolean loaded = loads.ofKey();
      loads.forget();
      if (call.thrown() != null) {
        return null;
      }
      return call.returned() == null || loaded ? of(call).miss() : of(call).hit();
    }
  }

  /** Asks for several keys, each of which counts. */
  private final class GetAll implements Counter {
    @Override
    public String operation(EndedCall call) {
      int hits = hits(call);
      return hits > 0 ? of(call).hit() : keys(call) > 0 ? of(call).miss() : null;
    }

    @Override
    public void count(EndedCall call, ObjIntConsumer<String> sink) {
      int hits = hits(call);
      int misses = keys(call) - hits;
      loads.forget();
      // One of them is the call itself.
      if (hits > 0) {
        sink.accept(of(call).hit(), hits - 1);
        sink.accept(of(call).miss(), misses);
      } else {
        sink.accept(of(call).miss(), misses - 1);
      }
    }

    private static int keys(EndedCall call) {
      return call.thrown() == null && call.firstArgument() instanceof Collection<?> keys
          ? keys.size()
          : 0;
    }

    private int hits(EndedCall call) {
      int keys = keys(call);
      int found = call.returned() instanceof Map<?, ?> values ? values.size() : 0;
      return Math.max(0, Math.min(found, keys - loads.ofKeys()));
    }
  }

  /** Does what may load and is no question. */
  private final class Other implements Enricher {
    @Override
    public String operation(EndedCall call) {
      loads.forget();
      return null;
    }
  }
}
