package dev.gemba.agent.govern;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * CPU of the garbage collectors up to now, in nanoseconds; negative if unknown. By the best that
 * there is: what the JVM itself tells (JDK 26 and newer), the CPU of the collector's threads on
 * Linux ({@link CollectorThreads}), or the time of all collections, for a collector of several
 * threads times the CPUs that it may use: that is more than it was.
 *
 * @see <a href="https://bugs.openjdk.org/browse/JDK-8368527">JDK-8368527, an MXBean for accumulated
 *     GC CPU time</a>
 */
final class CollectorCpu {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Serial's, whose collections run on one thread. */
  private static final Set<String> OF_ONE_THREAD = Set.of("Copy", "MarkSweepCompact");

  private CollectorCpu() {}

  static LongSupplier ofThisJvm() {
    LongSupplier told = told();
    if (told != null) {
      return told;
    }
    CollectorThreads threads = new CollectorThreads("/proc/self/task");
    return threads.areThere() ? threads : pauses();
  }

  private static LongSupplier told() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    try {
      Method method = MemoryMXBean.class.getMethod("getTotalGcCpuTime");
      LongSupplier told = () -> ask(method, memory);
      return told.getAsLong() < 0 ? null : told;
    } catch (NoSuchMethodException older) {
      return null;
    }
  }

  private static long ask(Method method, MemoryMXBean memory) {
    try {
      return (Long) method.invoke(memory);
    } catch (ReflectiveOperationException e) {
      return -1;
    }
  }

  /** The beans are looked up once: that takes longer than asking them. */
  private static LongSupplier pauses() {
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    return () -> ofCollections(collectors, Runtime.getRuntime().availableProcessors());
  }

  static long ofCollections(List<GarbageCollectorMXBean> collectors, int processors) {
    long nanos = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      int threads = OF_ONE_THREAD.contains(collector.getName()) ? 1 : processors;
      nanos += Math.max(0, collector.getCollectionTime()) * NANOS_PER_MILLI * threads;
    }
    return nanos;
  }
}
