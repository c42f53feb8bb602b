package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import one.jfr.JfrReader;
import one.profiler.AsyncProfiler;

/**
 * async-profiler, from the library that this jar brings along. It writes to a file that has no name
 * any more, so that none is left behind however the process ends, and from which each new part is
 * read once.
 */
final class AsyncEngine implements Engine {

  /**
   * Its clock is {@link System#nanoTime()}; stacks take so much memory at most; the walking of them
   * is timed; nothing but samples is recorded. The limits are for what comes before the pace of
   * samples is found.
   */
  private static final String FIXED =
      "start,jfr,clock=monotonic,memlimit=16m,features=stats,jfropts=31,nobatch,"
          + "ratelimit=alloc:2000;lock:2000";

  /**
   * A timer of a thread's CPU time rings at a tick of the kernel's clock, of which the slowest has
   * a hundred a second. From then on what lies between two samples is what was asked for, in the
   * mean.
   */
  private static final long TICK_NANOS = 10_000_000;

  private static final String TIMER = "ctimer";

  /** Exact, and dear: it is set up anew whenever a thread comes to a CPU. */
  private static final String PERF = "cpu-clock";

  private static final String SILENT = ",loglevel=none";

  /** A session grows on disk by all that it samples, and its stacks in memory. */
  private static final long LARGE_BYTES = 32 << 20;

  private static final Pattern WALK_NANOS = Pattern.compile("stackwalk_ns_total (\\d+)");
  private static final Pattern SKIPPED = Pattern.compile("samples_skipped_total (\\d+)");
  private static final Pattern OVERFLOWS =
      Pattern.compile("calltracestorage_overflows_total (\\d+)");

  private final AsyncProfiler profiler;
  private final String name;

  /** Whether there are events of the kernel's to sample by; null until that is of interest. */
  private Boolean perf;

  AsyncEngine(AsyncProfiler profiler) {
    this.profiler = profiler;
    // Asked once, as any command that is not silent has it log again, on the application's output.
    name = "async-profiler " + profiler.getVersion();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String whyNot(Event event) {
    return null;
  }

  @Override
  public long possibleCpuNanos(long wanted) {
    return wanted >= TICK_NANOS || !isLinux() || hasPerf() ? wanted : TICK_NANOS;
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").startsWith("Linux");
  }

  private boolean hasPerf() {
    if (perf == null) {
      try {
        profiler.execute("start,interval=1s,event=" + PERF + SILENT);
        profiler.execute("stop" + SILENT);
        perf = true;
      } catch (IOException | IllegalStateException | IllegalArgumentException e) {
        perf = false;
      }
    }
    return perf;
  }

  @Override
  public Session begin(SamplingPlan plan) throws ProfileException, IOException {
    Path file = Scratch.newFile(".jfr");
    FileChannel reading = FileChannel.open(file, StandardOpenOption.READ);
    boolean done = false;
    try {
      profiler.execute(FIXED + SILENT + eventsOf(plan) + ",file=" + file);
      done = true;
      return new Running(reading);
    } catch (IllegalStateException | IllegalArgumentException e) {
      // Its own words: that it runs already, or what this system does not let it do.
      throw new ProfileException("async-profiler: " + e.getMessage(), e);
    } finally {
      Scratch.delete(file);
      if (!done) {
        reading.close();
      }
    }
  }

  private static String eventsOf(SamplingPlan plan) {
    StringBuilder events = new StringBuilder();
    if (plan.cpuNanos() > 0) {
      events.append(",event=").append(cpuEvent(plan)).append(",interval=").append(plan.cpuNanos());
    }
    if (plan.allocBytes() > 0) {
      events.append(",alloc=").append(plan.allocBytes());
    }
    if (plan.wallNanos() > 0) {
      events.append(",wall=").append(plan.wallNanos());
    }
    if (plan.lockNanos() > 0) {
      events.append(",lock=").append(plan.lockNanos());
    }
    return events.toString();
  }

  private static String cpuEvent(SamplingPlan plan) {
    if (!isLinux()) {
      return "cpu";
    }
    return plan.cpuNanos() < TICK_NANOS ? PERF : TIMER;
  }

  private final class Running implements Session {
    private final FileChannel file;
    private long readUpTo;

    Running(FileChannel file) {
      this.file = file;
    }

    @Override
    public ByteBuffer cut() throws IOException {
      execute("dump,jfr");
      return next();
    }

    @Override
    public ByteBuffer end() throws IOException {
      try (file) {
        execute("stop");
        return next();
      }
    }

    /** The chunks that are complete; what follows them is still written to. */
    private ByteBuffer next() throws IOException {
      long from = readUpTo;
      for (long size = sizeAt(readUpTo); size > 0; size = sizeAt(readUpTo)) {
        readUpTo += size;
      }
      return Chunks.read(file, from, readUpTo);
    }

    /** Of a chunk that is complete; 0 if none begins there. */
    private long sizeAt(long at) throws IOException {
      ByteBuffer head = Chunks.head(file, at);
      long size = head == null ? 0 : Chunks.sizeIn(head);
      return at + size <= file.size() ? size : 0;
    }

    @Override
    public void abort() {
      try (file) {
        execute("stop");
      } catch (IOException e) {
        // It did not run any more.
      }
    }

    @Override
    public long cutMillis() {
      return CUT_MILLIS;
    }

    @Override
    public boolean isCutAtExit() {
      return true;
    }

    @Override
    public boolean isShared() {
      return false;
    }

    @Override
    public Tally tally() {
      try {
        String metrics = execute("metrics");
        boolean full = numberIn(OVERFLOWS, metrics) > 0 || readUpTo > LARGE_BYTES;
        return new Tally(numberIn(WALK_NANOS, metrics), numberIn(SKIPPED, metrics), full);
      } catch (IOException e) {
        // It is no longer sampling, so there is another one soon.
        return new Tally(0, 0, true);
      }
    }

    private static long numberIn(Pattern line, String metrics) {
      Matcher found = line.matcher(metrics);
      return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    @Override
    public LongUnaryOperator nanoTimes(JfrReader chunk) {
      return ticks -> ticks;
    }

    private String execute(String command) throws IOException {
      try {
        return profiler.execute(command + SILENT);
      } catch (IllegalStateException e) {
        throw new IOException("async-profiler: " + e.getMessage(), e);
      }
    }
  }
}
