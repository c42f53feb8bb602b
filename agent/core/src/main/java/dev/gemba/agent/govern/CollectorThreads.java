package dev.gemba.agent.govern;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * CPU of the threads that collect garbage, as Linux accounts for each thread. Java does not know
 * these threads; the kernel has their names. Looking through the names of all threads takes some
 * microseconds a thread, so that is done once in {@value #READINGS_PER_SEARCH} readings only:
 * HotSpot starts more of these threads when there is more to collect. A reading costs 10 to 50
 * microseconds for each of them. For one thread at a time.
 *
 * @see <a href="https://docs.kernel.org/scheduler/sched-stats.html">Linux, proc/PID/schedstat</a>
 */
final class CollectorThreads implements LongSupplier {

  private static final int READINGS_PER_SEARCH = 60;

  /**
   * As HotSpot names them (gc/shared/workerThread, gc/g1, gc/z, gc/shenandoah), cut to fifteen
   * characters by the kernel. Names of an application's threads are in the same place, so this is
   * no wider than it must be.
   */
  private static final Pattern NAMES =
      Pattern.compile(
          "(ParGC Thread|GC Thread|G1 Conc|G1 Refine|G1 Main Marker|ZWorker|ZDriver|Shenandoah ).*");

  /** Of what is read here; the kernel gives it whole in one go. */
  private static final int LONGEST_LINE = 128;

  private final File tasks;
  private final Map<File, Long> last = new HashMap<>();
  private long nanos;
  private int readings;

  /**
   * @param tasks a folder for each thread of the process (proc(5)); it need not exist
   */
  CollectorThreads(String tasks) {
    this.tasks = new File(tasks);
    search();
  }

  /** Whether any was found, and the kernel tells their CPU. */
  boolean areThere() {
    return !last.isEmpty();
  }

  @Override
  public long getAsLong() {
    if (++readings % READINGS_PER_SEARCH == 0) {
      search();
    }
    for (Iterator<Map.Entry<File, Long>> it = last.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<File, Long> thread = it.next();
      long now = nanosOf(thread.getKey());
      if (now < 0) {
        it.remove();
      } else {
        nanos += Math.max(0, now - thread.getValue());
        thread.setValue(now);
      }
    }
    return nanos;
  }

  /** What a thread has used before it is found is left out. */
  private void search() {
    File[] threads = tasks.listFiles();
    for (int i = 0; threads != null && i < threads.length; i++) {
      if (!last.containsKey(threads[i])) {
        String name = firstLine(new File(threads[i], "comm"));
        long used = name != null && NAMES.matcher(name).matches() ? nanosOf(threads[i]) : -1;
        if (used >= 0) {
          last.put(threads[i], used);
        }
      }
    }
  }

  /** The first number of its schedstat; negative if the thread has ended. */
  private static long nanosOf(File thread) {
    String line = firstLine(new File(thread, "schedstat"));
    try {
      return line == null ? -1 : Long.parseLong(line.split(" ")[0]);
    } catch (NumberFormatException notWhatLinuxWrites) {
      return -1;
    }
  }

  private static String firstLine(File file) {
    byte[] bytes = new byte[LONGEST_LINE];
    try (FileInputStream in = new FileInputStream(file)) {
      int length = in.read(bytes);
      return length <= 0 ? null : new String(bytes, 0, length, US_ASCII).split("\n")[0];
    } catch (IOException ended) {
      return null;
    }
  }
}
