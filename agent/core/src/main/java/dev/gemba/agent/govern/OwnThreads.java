package dev.gemba.agent.govern;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
 * CPU of Gemba's own threads, which are known by their name, and of the process. For one thread at
 * a time. A thread that has ended keeps what it had when it was last seen; one that came and went
 * between two readings is not seen at all.
 */
final class OwnThreads implements Supplier<CpuTimes> {

  /**
   * A live thread.
   *
   * @param id of {@link Thread#getId}
   */
  record Live(long id, String name) {}

  private static final String PREFIX = "gemba-";

  /** Pools number their threads for as long as the process runs; the sum is what matters. */
  private static final Pattern NUMBER = Pattern.compile("-\\d+$");

  private final Supplier<List<Live>> live;
  private final LongUnaryOperator cpuNanosOf;
  private final LongSupplier processNanos;
  private final Map<Long, Long> lastNanos = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, Long> endedNanos = new TreeMap<>();

  /**
   * @param live all threads of the process, whosoever they are
   * @param cpuNanosOf CPU of a thread by its id; negative if unknown, or if it has ended
   * @param processNanos negative if unknown
   */
  OwnThreads(Supplier<List<Live>> live, LongUnaryOperator cpuNanosOf, LongSupplier processNanos) {
    this.live = live;
    this.cpuNanosOf = cpuNanosOf;
    this.processNanos = processNanos;
  }

  /** Those of this JVM. It needs the JDK's management modules, and reads nothing without them. */
  static OwnThreads ofThisJvm() {
    try {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      boolean known = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
      OperatingSystemMXBean system =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new OwnThreads(
          OwnThreads::platformThreads,
          id -> known ? threads.getThreadCpuTime(id) : -1,
          system::getProcessCpuTime);
    } catch (ClassCastException | LinkageError ignored) {
      // A JVM without java.management or jdk.management: the overhead is then unknown, and shown
      // so.
      return new OwnThreads(List::of, id -> -1, () -> -1);
    }
  }

  @Override
  public CpuTimes get() {
    HashSet<Long> alive = new HashSet<>();
    for (Live thread : live.get()) {
      if (thread.name().startsWith(PREFIX)) {
        long nanos = cpuNanosOf.applyAsLong(thread.id());
        if (nanos >= 0) {
          alive.add(thread.id());
          lastNanos.put(thread.id(), nanos);
          names.put(thread.id(), NUMBER.matcher(thread.name()).replaceFirst(""));
        }
      }
    }
    lastNanos.entrySet().removeIf(thread -> !alive.contains(thread.getKey()) && ended(thread));
    Map<String, Long> byName = new TreeMap<>(endedNanos);
    lastNanos.forEach((id, nanos) -> byName.merge(names.get(id), nanos, Long::sum));
    return new CpuTimes(processNanos.getAsLong(), byName);
  }

  private boolean ended(Map.Entry<Long, Long> thread) {
    endedNanos.merge(names.remove(thread.getKey()), thread.getValue(), Long::sum);
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
