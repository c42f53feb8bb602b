package dev.gemba.agent.runtime;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often threads of the process came off a CPU. Linux counts that for each thread, not for the
 * process, and a thread takes some twenty microseconds to read: so each reading looks at a few of
 * them, in turn. What a thread did after the last look at it is missing once it has ended.
 */
final class ContextSwitches implements Source {

  private static final int THREADS_PER_READING = 16;

  private final File tasks;

  /** Of each thread, as it was last seen: of its own will, and not. */
  private Map<String, long[]> seen = new HashMap<>();

  private String[] threads = {};
  private int next;
  private long voluntary;
  private long involuntary;

  /**
   * @param process what Linux tells of a process, {@code /proc/self}; it need not exist
   */
  ContextSwitches(File process) {
    this.tasks = new File(process, "task");
  }

  @Override
  public List<Metric> read() {
    if (next >= threads.length && !beginRound()) {
      return List.of();
    }
    int end = Math.min(threads.length, next + THREADS_PER_READING);
    while (next < end) {
      look(threads[next++]);
    }
    return List.of(
        Source.counter(
            "process.context_switches",
            "{context_switch}",
            "Number of times the process has been context switched.",
            List.of(
                new NumberPoint(type("voluntary"), voluntary),
                new NumberPoint(type("involuntary"), involuntary))));
  }

  /** False where threads cannot be listed. */
  private boolean beginRound() {
    String[] now = tasks.list();
    if (now == null || now.length == 0) {
      return false;
    }
    Map<String, long[]> alive = new HashMap<>();
    for (String thread : now) {
      long[] last = seen.get(thread);
      if (last != null) {
        alive.put(thread, last);
      }
    }
    seen = alive;
    threads = now;
    next = 0;
    return true;
  }

  private void look(String thread) {
    String status = KernelFile.text(new File(new File(tasks, thread), "status"));
    long[] now = {
      KernelFile.number(status, "voluntary_ctxt_switches"),
      KernelFile.number(status, "nonvoluntary_ctxt_switches")
    };
    if (now[0] < 0 || now[1] < 0) {
      return; // it has ended meanwhile
    }
    long[] last = seen.put(thread, now);
    boolean same = last != null && now[0] >= last[0] && now[1] >= last[1];
    voluntary += same ? now[0] - last[0] : now[0];
    involuntary += same ? now[1] - last[1] : now[1];
  }

  private static Attributes type(String type) {
    return Attributes.of("process.context_switch.type", type);
  }
}
