package dev.gemba.agent.govern;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * CPU and allocation of Gemba's own threads, which are known by their name, and of the process. For
 * one thread at a time. A thread that has ended keeps what it had when it was last seen; one that
 * came and went between two readings is not seen at all.
 */
final class OwnThreads implements Supplier<CpuTimes> {

  /**
   * A live thread.
   *
   * @param id of {@link Thread#getId}
   */
  record Live(long id, String name) {}

  /**
   * What a JVM tells.
   *
   * @param live all threads of the process, whosoever they are
   * @param cpuNanosOf CPU of a thread by its id; negative if unknown, or if it has ended
   * @param bytesOf what a thread has allocated, likewise
   * @param processNanos negative if unknown
   * @param allBytes what all threads have allocated; negative if unknown
   * @param collectorNanos CPU of the garbage collectors; negative if unknown
   * @param survivorBytes see {@link Survivors}
   */
  record Jvm(
      Supplier<List<Live>> live,
      LongUnaryOperator cpuNanosOf,
      LongUnaryOperator bytesOf,
      LongSupplier processNanos,
      LongSupplier allBytes,
      LongSupplier collectorNanos,
      LongSupplier survivorBytes) {}

  /** What is known of a thread that was alive when last seen. */
  private record Seen(String name, long nanos, long bytes) {}

  /** Copying less takes no time, but finding out how much there is to copy does at first. */
  static final long WORTH_BYTES = 1L << 20;

  private static final String PREFIX = "gemba-";

  /** Pools number their threads for as long as the process runs; the sum is what matters. */
  private static final Pattern NUMBER = Pattern.compile("-\\d+$");

  private final Jvm jvm;
  private final LongSupplier heldBytes;
  private final Map<Long, Seen> seen = new HashMap<>();
  private final Map<String, Long> endedNanos = new TreeMap<>();
  private long endedBytes;

  /**
   * @param heldBytes of spans that wait to be exported
   */
  OwnThreads(Jvm jvm, LongSupplier heldBytes) {
    this.jvm = jvm;
    this.heldBytes = heldBytes;
  }

  /** Those of this JVM. It needs the JDK's management modules, and reads nothing without them. */
  static OwnThreads ofThisJvm(LongSupplier heldBytes) {
    try {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      boolean known = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
      boolean allocation =
          threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled();
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new OwnThreads(
          new Jvm(
              OwnThreads::platformThreads,
              id -> known ? threads.getThreadCpuTime(id) : -1,
              id -> allocation ? threads.getThreadAllocatedBytes(id) : -1,
              system::getProcessCpuTime,
              allocation ? AllocatedBytes.ofThisJvm(threads) : () -> -1,
              CollectorCpu.ofThisJvm(),
              new Survivors(ManagementFactory::getMemoryPoolMXBeans)),
          heldBytes);
    } catch (ClassCastException | LinkageError ignored) {
      // A JVM without java.management or jdk.management: the overhead is then unknown, and shown
      // so.
      return new OwnThreads(
          new Jvm(List::of, id -> -1, id -> -1, () -> -1, () -> -1, () -> -1, () -> -1), heldBytes);
    }
  }

  @Override
  public CpuTimes get() {
    HashSet<Long> alive = new HashSet<>();
    int own = 0;
    for (Live thread : jvm.live.get()) {
      if (thread.name().startsWith(PREFIX)) {
        own++;
        long nanos = jvm.cpuNanosOf.applyAsLong(thread.id());
        if (nanos >= 0) {
          alive.add(thread.id());
          long bytes = Math.max(0, jvm.bytesOf.applyAsLong(thread.id()));
          String name = NUMBER.matcher(thread.name()).replaceFirst("");
          seen.put(thread.id(), new Seen(name, nanos, bytes));
        }
      }
    }
    seen.entrySet().removeIf(one -> !alive.contains(one.getKey()) && ended(one.getValue()));
    Map<String, Long> byName = new TreeMap<>(endedNanos);
    long bytes = endedBytes;
    for (Seen one : seen.values()) {
      byName.merge(one.name, one.nanos, Long::sum);
      bytes += one.bytes;
    }
    return new CpuTimes(
        jvm.processNanos.getAsLong(),
        byName,
        new Garbage(bytes, jvm.allBytes.getAsLong(), jvm.collectorNanos.getAsLong(), heldPart()),
        own);
  }

  private double heldPart() {
    long held = heldBytes.getAsLong();
    return held < WORTH_BYTES ? 0 : Garbage.heldPart(held, jvm.survivorBytes.getAsLong());
  }

  private boolean ended(Seen thread) {
    endedNanos.merge(thread.name, thread.nanos, Long::sum);
    endedBytes += thread.bytes;
    return true;
  }

  /** From the thread groups, as stack traces of all threads would stop the application. */
  private static List<Live> platformThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] found = new Thread[root.activeCount() + 16];
    int n = root.enumerate(found);
    while (n == found.length) {
      found = new Thread[n * 2];
      n = root.enumerate(found);
    }
    return Arrays.stream(found, 0, n).map(t -> new Live(t.getId(), t.getName())).toList();
  }
}
