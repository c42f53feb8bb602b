package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Buffers outside of the heap: direct ones, and files that are mapped. */
final class BufferPools implements Source {

  private final List<BufferPoolMXBean> pools =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

  @Override
  public List<Metric> read() {
    List<NumberPoint> count = new ArrayList<>();
    List<NumberPoint> used = new ArrayList<>();
    List<NumberPoint> limit = new ArrayList<>();
    for (BufferPoolMXBean pool : pools) {
      Attributes attributes = Attributes.of("jvm.buffer.pool.name", pool.getName());
      count.add(new NumberPoint(attributes, pool.getCount()));
      limit.add(new NumberPoint(attributes, pool.getTotalCapacity()));
      if (pool.getMemoryUsed() >= 0) { // negative where the JVM cannot tell
        used.add(new NumberPoint(attributes, pool.getMemoryUsed()));
      }
    }
    return List.of(
        Source.level("jvm.buffer.count", "{buffer}", "Number of buffers in the pool.", count),
        Source.level("jvm.buffer.memory.used", "By", "Measure of memory used by buffers.", used),
        Source.level(
            "jvm.buffer.memory.limit",
            "By",
            "Measure of total memory capacity of buffers.",
            limit));
  }
}
