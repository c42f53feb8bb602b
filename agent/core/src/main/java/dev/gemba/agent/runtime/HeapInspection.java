package dev.gemba.agent.runtime;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;

/**
 * Looks at each object of the heap, for which the JVM stands still: only when somebody asks for it,
 * who is told before how long that will take. Safe for use by many threads; one look at a time.
 *
 * <p>The class histogram is had from the platform's MBean server, which this starts if the
 * application has none so far.
 */
public final class HeapInspection {

  /** What the JVM stands still for. */
  public enum Kind {
    /** A full collection, and a walk through what it left. */
    HISTOGRAM(1.5),
    /** A full collection, and all that it left written to a file. */
    DUMP(1),
    /** A search from the roots on, for objects of which samples are held. */
    PATHS(2);

    private final double collections;

    Kind(double collections) {
      this.collections = collections;
    }
  }

  /**
   * How long the JVM will stand still.
   *
   * @param reckoned how that was reckoned, for people
   */
  public record Estimate(double seconds, String reckoned) {}

  /**
   * What a look at the heap took.
   *
   * @param pauseSeconds for how long the JVM stood still, as a thread saw it
   * @param seconds all of it
   */
  public record Cost(double pauseSeconds, double seconds) {}

  /** How many objects there are of each class, and what it took. */
  public record Counted(ClassHistogram histogram, Cost cost) {}

  /** The bytes of a file, and what it took. */
  public record Dumped(long bytes, Cost cost) {}

  /** Something that is not to be had; the message says why, for people. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }

  private static final int MB = 1 << 20;

  /** Where no full collection was seen. A guess for one thread of a collector, rather slow. */
  private static final double COLLECTED_BYTES_PER_SECOND = 500.0 * MB;

  /** A guess for a disk, rather slow. */
  private static final double WRITTEN_BYTES_PER_SECOND = 200.0 * MB;

  private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

  /** How many bytes of used heap went by in a second of a pause, when it was last done. */
  private final Map<Kind, Double> measured = new EnumMap<>(Kind.class);

  /** What it would take now. */
  public synchronized Estimate estimate(Kind kind) {
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    Double before = measured.get(kind);
    if (before != null) {
      return new Estimate(used / before, megabytes(used) + " in use, at the pace of the last time");
    }
    GcInfo full = lastFull();
    double rate = full == null ? COLLECTED_BYTES_PER_SECOND : rate(full);
    String reckoned =
        megabytes(used)
            + " in use at most; "
            + (full == null
                ? "no full collection was seen, so 500 MB a second are assumed"
                : "the last full collection went through "
                    + megabytes(heapBytes(full.getMemoryUsageAfterGc()))
                    + " in "
                    + full.getDuration()
                    + " ms");
    double seconds = kind.collections * used / rate;
    if (kind == Kind.DUMP) {
      seconds += used / WRITTEN_BYTES_PER_SECOND;
      reckoned += ", and 200 MB a second are assumed for the disk";
    }
    return new Estimate(seconds, reckoned);
  }

  private static String megabytes(long bytes) {
    return Math.round((double) bytes / MB) + " MB";
  }

  private static double rate(GcInfo full) {
    // Whole milliseconds: what took none took half of one on average.
    return heapBytes(full.getMemoryUsageAfterGc())
        * 1000.0
        / Math.max(0.5, (double) full.getDuration());
  }

  private static long heapBytes(Map<String, MemoryUsage> pools) {
    List<String> heap = HeapPools.names();
    return pools.entrySet().stream()
        .filter(pool -> heap.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  /** Of a collector that goes through all of the heap while the JVM stands still. */
  private static GcInfo lastFull() {
    for (var bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      boolean isFull =
          List.of("G1 Old Generation", "MarkSweepCompact", "PS MarkSweep").contains(bean.getName());
      if (isFull && bean instanceof GarbageCollectorMXBean collector) {
        GcInfo last = collector.getLastGcInfo();
        if (last != null && heapBytes(last.getMemoryUsageAfterGc()) > 0) {
          return last;
        }
      }
    }
    return null;
  }

  /** Counts the objects that are alive. */
  public synchronized Counted histogram() throws Unavailable, InterruptedException {
    String[] text = new String[1];
    Cost cost = watched(Kind.HISTOGRAM, () -> text[0] = printedHistogram());
    return new Counted(ClassHistogram.of(text[0]), cost);
  }

  private static String printedHistogram() throws Unavailable {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName(COMMANDS),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (Exception | LinkageError e) {
      // Not by name: a JVM without management would have to have the class of it for this one.
      throw new Unavailable("this JVM has no class histogram: " + e);
    }
  }

  /**
   * Writes all objects that are alive to a file, as {@code jcmd GC.heap_dump} does.
   *
   * @param path absolute; ends in {@code .hprof}, which the JVM insists on
   * @throws Unavailable also if there is a file of that name
   */
  public synchronized Dumped dump(String path) throws Unavailable, InterruptedException {
    File file = new File(path);
    if (file.exists()) {
      throw new Unavailable(path + " is there already, and is not overwritten");
    }
    Cost cost = watched(Kind.DUMP, () -> dumpTo(path));
    return new Dumped(file.length(), cost);
  }

  private static void dumpTo(String path) throws Unavailable {
    try {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (bean == null) {
        throw new Unavailable("this JVM makes no heap dumps");
      }
      bean.dumpHeap(path, true);
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new Unavailable("no heap dump was made: " + e.getMessage());
    }
  }

  /** Something that needs the JVM to stand still. */
  private interface Look {
    void run() throws Unavailable;
  }

  private Cost watched(Kind kind, Look look) throws Unavailable, InterruptedException {
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    try (PauseWatch watch = new PauseWatch()) {
      long start = System.nanoTime();
      look.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      double pause = Math.min(seconds, watch.seconds());
      measured.put(kind, used / Math.max(pause, 1e-3));
      return new Cost(pause, seconds);
    }
  }
}
