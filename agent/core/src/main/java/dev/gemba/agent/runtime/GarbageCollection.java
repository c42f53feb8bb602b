package dev.gemba.agent.runtime;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;

/**
 * One that was. Immutable.
 *
 * @param startSeconds since the start of the JVM
 * @param name of the collector
 * @param action such as {@code end of minor GC}
 * @param cause such as {@code G1 Evacuation Pause} or {@code System.gc()}
 * @param seconds how long it took, in whole milliseconds
 * @param bytesBefore in all pools that it looks after
 * @param bytesAfter likewise
 */
public record GarbageCollection(
    double startSeconds,
    String name,
    String action,
    String cause,
    double seconds,
    long bytesBefore,
    long bytesAfter) {

  private static final double MILLIS = 1000;

  /**
   * What the JVM tells of one.
   *
   * @param heap names of the pools that count
   */
  static GarbageCollection of(GarbageCollectionNotificationInfo told, List<String> heap) {
    GcInfo info = told.getGcInfo();
    return new GarbageCollection(
        info.getStartTime() / MILLIS,
        told.getGcName(),
        told.getGcAction(),
        told.getGcCause(),
        info.getDuration() / MILLIS,
        sum(info.getMemoryUsageBeforeGc(), heap),
        sum(info.getMemoryUsageAfterGc(), heap));
  }

  private static long sum(Map<String, MemoryUsage> pools, List<String> heap) {
    long sum = 0;
    for (String pool : heap) {
      MemoryUsage usage = pools.get(pool);
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum;
  }

  /** Whether the application stood still for it; cycles go on beside the application. */
  public boolean isPause() {
    return !action.contains("cycle");
  }
}
