package dev.gemba.agent.govern;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Bytes of young objects that the last collection of garbage copied, as they were still in use:
 * copying them is most of what it costs. Negative where the collector has no such place for them,
 * as ZGC and Shenandoah have not.
 */
final class Survivors implements LongSupplier {

  private final List<MemoryPoolMXBean> pools;

  Survivors(List<MemoryPoolMXBean> pools) {
    this.pools =
        pools.stream()
            .filter(pool -> pool.getName().toLowerCase(Locale.ROOT).contains("survivor"))
            .toList();
  }

  static Survivors ofThisJvm() {
    return new Survivors(ManagementFactory.getMemoryPoolMXBeans());
  }

  @Override
  public long getAsLong() {
    long bytes = -1;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage collected = pool.getCollectionUsage();
      if (collected != null) {
        bytes = Math.max(0, bytes) + collected.getUsed();
      }
    }
    return bytes;
  }
}
