package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/** What each memory pool holds, in bytes. */
final class MemoryPools implements Source {

  private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();

  @Override
  public List<Metric> read() {
    List<NumberPoint> used = new ArrayList<>();
    List<NumberPoint> committed = new ArrayList<>();
    List<NumberPoint> limit = new ArrayList<>();
    List<NumberPoint> afterGc = new ArrayList<>();
    for (MemoryPoolMXBean pool : pools) {
      Attributes attributes = attributes(pool);
      MemoryUsage now = pool.getUsage();
      if (now != null) { // null once the pool has become invalid
        used.add(new NumberPoint(attributes, now.getUsed()));
        committed.add(new NumberPoint(attributes, now.getCommitted()));
        if (now.getMax() >= 0) {
          limit.add(new NumberPoint(attributes, now.getMax()));
        }
      }
      MemoryUsage collected = pool.getCollectionUsage();
      if (collected != null) { // null where no garbage is collected
        afterGc.add(new NumberPoint(attributes, collected.getUsed()));
      }
    }
    return List.of(
        Source.level("jvm.memory.used", "By", "Measure of memory used.", used),
        Source.level("jvm.memory.committed", "By", "Measure of memory committed.", committed),
        Source.level("jvm.memory.limit", "By", "Measure of max obtainable memory.", limit),
        Source.level(
            "jvm.memory.used_after_last_gc",
            "By",
            "Measure of memory used, as measured after the most recent garbage collection event on"
                + " this pool.",
            afterGc));
  }

  private static Attributes attributes(MemoryPoolMXBean pool) {
    return Attributes.of("jvm.memory.pool.name", pool.getName())
        .with("jvm.memory.type", pool.getType() == MemoryType.HEAP ? "heap" : "non_heap");
  }
}
