package dev.gemba.agent.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Locale;

/** Which of the JVM's memory pools hold what has lived for long. */
final class HeapPools {

  private HeapPools() {}

  /** The old generation; the whole heap where it has no generations. */
  static List<MemoryPoolMXBean> old() {
    List<MemoryPoolMXBean> heap = all();
    List<MemoryPoolMXBean> old = heap.stream().filter(HeapPools::isOld).toList();
    return old.isEmpty() ? heap : old;
  }

  /** Those of the heap. */
  static List<MemoryPoolMXBean> all() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Of those of the heap, looked up each time: which is not for what is done often. */
  static List<String> names() {
    return all().stream().map(MemoryPoolMXBean::getName).toList();
  }

  /** HotSpot's: "G1 Old Gen", "Tenured Gen", "PS Old Gen", "ZGC Old Generation". */
  private static boolean isOld(MemoryPoolMXBean pool) {
    String name = pool.getName().toLowerCase(Locale.ROOT);
    return name.contains("old") || name.contains("tenured");
  }

  /** How large they may become. */
  static long limit(List<MemoryPoolMXBean> pools) {
    long limit = 0;
    for (MemoryPoolMXBean pool : pools) {
      long most = pool.getUsage().getMax();
      if (most < 0) {
        return Runtime.getRuntime().maxMemory();
      }
      limit += most;
    }
    return limit;
  }
}
