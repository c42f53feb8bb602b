package dev.gemba.agent.runtime;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM has in memory at a moment, for people. Immutable.
 *
 * @param collections the last ones, oldest first
 */
public record MemoryState(
    double uptimeSeconds,
    List<Pool> pools,
    List<Buffers> buffers,
    int threads,
    long classesLoaded,
    long classesUnloaded,
    List<Growth> growths,
    List<GarbageCollection> collections) {

  /**
   * A memory pool, in bytes.
   *
   * @param afterCollection what was left by the last collection; negative if there was none
   * @param limit negative if there is none
   */
  public record Pool(
      String name, boolean heap, long used, long afterCollection, long committed, long limit) {}

  /**
   * Buffers outside of the heap.
   *
   * @param bytes negative if the JVM cannot tell
   */
  public record Buffers(String name, long count, long bytes) {}

  public MemoryState {
    pools = List.copyOf(pools);
    buffers = List.copyOf(buffers);
    growths = List.copyOf(growths);
    collections = List.copyOf(collections);
  }

  static MemoryState now(List<Growth> growths, List<GarbageCollection> collections) {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    return new MemoryState(
        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
        readPools(),
        readBuffers(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        classes.getTotalLoadedClassCount(),
        classes.getUnloadedClassCount(),
        growths,
        collections);
  }

  private static List<Pool> readPools() {
    List<Pool> pools = new ArrayList<>();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage now = pool.getUsage();
      MemoryUsage collected = pool.getCollectionUsage();
      if (now != null) { // null once the pool has become invalid
        pools.add(
            new Pool(
                pool.getName(),
                pool.getType() == MemoryType.HEAP,
                now.getUsed(),
                collected == null ? -1 : collected.getUsed(),
                now.getCommitted(),
                now.getMax()));
      }
    }
    return pools;
  }

  private static List<Buffers> readBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .map(pool -> new Buffers(pool.getName(), pool.getCount(), pool.getMemoryUsed()))
        .toList();
  }
}
