package dev.gemba.agent.govern;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Bytes of young objects that the last collection of garbage copied, as they were still in use:
 * copying them is most of what it costs. Negative where the collector has no such place for them,
 * as ZGC and Shenandoah have not. For one thread at a time.
 */
final class Survivors implements LongSupplier {

  private final Supplier<List<MemoryPoolMXBean>> all;
  private List<MemoryPoolMXBean> pools;

  /**
   * @param all asked at the first reading
   */
  Survivors(Supplier<List<MemoryPoolMXBean>> all) {
    this.all = all;
  }

  @Override
  public long getAsLong() {
    if (pools == null) {
      pools = find(all.get());
    }
    long bytes = -1;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage collected = pool.getCollectionUsage();
      if (collected != null) {
        bytes = Math.max(0, bytes) + collected.getUsed();
      }
    }
    return bytes;
  }

  private static List<MemoryPoolMXBean> find(List<MemoryPoolMXBean> pools) {
    List<MemoryPoolMXBean> found = new ArrayList<>();
    for (MemoryPoolMXBean pool : pools) {
      if (pool.getName().toLowerCase(Locale.ROOT).contains("survivor")) {
        found.add(pool);
      }
    }
    return found;
  }
}
