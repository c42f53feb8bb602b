package dev.gemba.agent.runtime;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.util.List;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

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
   * What the JVM tells of one. It is read where it stands: {@link
   * GarbageCollectionNotificationInfo#from} makes objects of all of it, of which few are needed,
   * and there may be many collections a second.
   *
   * @param told the data of a notification
   * @param heap names of the pools that count
   */
  static GarbageCollection of(CompositeData told, List<String> heap) {
    CompositeData info = (CompositeData) told.get("gcInfo");
    return new GarbageCollection(
        (long) info.get("startTime") / MILLIS,
        (String) told.get("gcName"),
        (String) told.get("gcAction"),
        (String) told.get("gcCause"),
        (long) info.get("duration") / MILLIS,
        sum((TabularData) info.get("memoryUsageBeforeGc"), heap),
        sum((TabularData) info.get("memoryUsageAfterGc"), heap));
  }

  private static long sum(TabularData pools, List<String> heap) {
    long sum = 0;
    for (String pool : heap) {
      CompositeData usage = pools.get(new Object[] {pool});
      sum += usage == null ? 0 : (long) ((CompositeData) usage.get("value")).get("used");
    }
    return sum;
  }

  /** How long it took, in whole milliseconds. */
  long millis() {
    return Math.round(seconds * MILLIS);
  }

  /** Whether the application stood still for it; cycles go on beside the application. */
  public boolean isPause() {
    return !action.contains("cycle");
  }
}
