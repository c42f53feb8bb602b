package dev.gemba.agent.runtime;

import dev.gemba.agent.analyse.Trend;
import dev.gemba.api.export.Metric;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Whether what should not grow does: the old generation after collections, metaspace, classes,
 * threads, direct buffers. Told as gauges while it does, and not at all otherwise.
 */
final class Trends implements Source {

  /**
   * Twelve of them are what is needed at least: a minute, by which time most applications have come
   * to be what they are. Where not, the first windows come to be few among many.
   */
  private static final long FIRST_WINDOW_NANOS = 5_000_000_000L;

  private static final String BYTES = "By";
  private static final long UNKNOWN = -1;

  private final LongSupplier nanoClock;
  private final List<Watch> watches = new ArrayList<>();

  Trends() {
    this(System::nanoTime);
    List<MemoryPoolMXBean> old = HeapPools.old();
    watch("heap", BYTES, true, () -> afterCollection(old), () -> HeapPools.limit(old));
    MemoryPoolMXBean metaspace = pool("Metaspace");
    if (metaspace != null) {
      watch(
          "metaspace",
          BYTES,
          false,
          () -> metaspace.getUsage().getUsed(),
          () -> metaspace.getUsage().getMax());
    }
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    watch("class", "{class}", false, classes::getLoadedClassCount, () -> UNKNOWN);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    watch("thread", "{thread}", false, threads::getThreadCount, () -> UNKNOWN);
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        watch("buffer", BYTES, false, pool::getMemoryUsed, () -> UNKNOWN);
      }
    }
  }

  /** One that watches nothing so far. */
  Trends(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Watches one thing more.
   *
   * @param name in the metrics' names
   * @param changes whether the same value again says that there is no new one
   * @param value negative where it is not known
   * @param limit negative where there is none
   */
  void watch(String name, String unit, boolean changes, LongSupplier value, LongSupplier limit) {
    watches.add(new Watch(name, unit, changes, value, limit, nanoClock.getAsLong()));
  }

  @Override
  public List<Metric> read() {
    List<Metric> metrics = new ArrayList<>();
    for (Watch watch : watches) {
      watch.look(nanoClock.getAsLong());
      Growth growth = watch.growth();
      if (growth.trend() != null && growth.trend().growing()) {
        metrics.add(
            Source.gauge(
                "gemba." + watch.name + ".trend",
                watch.unit + "/s",
                "How fast it grows, while it does so significantly.",
                growth.trend().perSecond()));
        if (!Double.isNaN(growth.exhaustionSeconds())) {
          metrics.add(
              Source.gauge(
                  "gemba." + watch.name + ".exhaustion",
                  "s",
                  "The time until its limit is reached, if it goes on growing so.",
                  growth.exhaustionSeconds()));
        }
      }
    }
    return metrics;
  }

  /** What is known of each. */
  List<Growth> growths() {
    return watches.stream().map(Watch::growth).toList();
  }

  /**
   * What is left after a collection. The beans go on telling of the last one; so the very same
   * number of bytes means that there was none.
   */
  private static long afterCollection(List<MemoryPoolMXBean> pools) {
    long sum = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getCollectionUsage();
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum > 0 ? sum : UNKNOWN;
  }

  private static MemoryPoolMXBean pool(String name) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static final class Watch {

    final String name;
    final String unit;
    private final boolean changes;
    private final LongSupplier value;
    private final LongSupplier limit;
    private final TrendWindows windows;
    private long last = UNKNOWN;
    private Trend trend;

    Watch(
        String name,
        String unit,
        boolean changes,
        LongSupplier value,
        LongSupplier limit,
        long nanos) {
      this.name = name;
      this.unit = unit;
      this.changes = changes;
      this.value = value;
      this.limit = limit;
      this.windows = new TrendWindows(nanos, FIRST_WINDOW_NANOS);
    }

    void look(long nanos) {
      long now = value.getAsLong();
      if (now >= 0 && !(changes && now == last) && windows.add(nanos, (double) now)) {
        trend = windows.trend();
      }
      last = now;
    }

    Growth growth() {
      double newest = windows.newest();
      long most = limit.getAsLong();
      double exhaustion =
          trend == null || !trend.growing() || most < 0
              ? Double.NaN
              : Math.max(0, (double) most - newest) / trend.perSecond();
      return new Growth(
          name, unit, last, trend, exhaustion, windows.complete(), windows.windowSeconds());
    }
  }
}
