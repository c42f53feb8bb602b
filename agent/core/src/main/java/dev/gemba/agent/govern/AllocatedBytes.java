package dev.gemba.agent.govern;

import com.sun.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bytes that all threads have allocated up to now; negative if unknown. JDK 21 and newer have the
 * sum; on older ones it is added up over the threads that are there, so what a thread allocates
 * between the last look at it and its end is left out, and Gemba's part in the whole comes out too
 * high rather than too low. For one thread at a time.
 *
 * @see <a href="https://bugs.openjdk.org/browse/JDK-8304074">JDK-8304074, total bytes allocated by
 *     all threads</a>
 */
final class AllocatedBytes {

  private AllocatedBytes() {}

  static LongSupplier ofThisJvm(ThreadMXBean threads) {
    try {
      Method total = ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
      return () -> ask(total, threads);
    } catch (NoSuchMethodException older) {
      return new OverThreads(threads);
    }
  }

  private static long ask(Method total, ThreadMXBean threads) {
    try {
      return (Long) total.invoke(threads);
    } catch (ReflectiveOperationException e) {
      return -1;
    }
  }

  /** Costs some ten microseconds for each hundred threads. */
  static final class OverThreads implements LongSupplier {
    private final ThreadMXBean threads;
    private Map<Long, Long> last = Map.of();
    private long bytes;

    OverThreads(ThreadMXBean threads) {
      this.threads = threads;
    }

    @Override
    public long getAsLong() {
      long[] ids = threads.getAllThreadIds();
      long[] now = threads.getThreadAllocatedBytes(ids);
      Map<Long, Long> found = new HashMap<>(ids.length * 2);
      for (int i = 0; i < ids.length; i++) {
        if (now[i] >= 0) {
          bytes += Math.max(0, now[i] - last.getOrDefault(ids[i], 0L));
          found.put(ids[i], now[i]);
        }
      }
      last = found;
      return bytes;
    }
  }
}
