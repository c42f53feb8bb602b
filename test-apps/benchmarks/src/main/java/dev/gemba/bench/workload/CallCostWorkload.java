package dev.gemba.bench.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;

/**
 * Calls one method without pause and tells what a call took. Arguments, all needed: mode, whether
 * by hand, depth, threads, milliseconds of warming up, milliseconds of measuring, nanoseconds that
 * the last call of a recursion takes.
 *
 * <p>Threads run batches of about five milliseconds, or of one long call. A thread's figure is the
 * median of its batches, the JVM's the mean of its threads. Batches of the warm-up are called the
 * same way but not looked at. Bytes are those that the calling threads themselves allocated while
 * measuring; CPU is the whole process's, the agent's own threads included. It waits at the {@link
 * Gate} first.
 */
public final class CallCostWorkload {

  private static final long BATCH_NANOS = 5_000_000;

  /** Written by one of the callers when all are warm, read when they have ended. */
  private static volatile long cpuNanosBefore;

  private CallCostWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    String mode = arguments[0];
    boolean byHand = Boolean.parseBoolean(arguments[1]);
    int depth = mode.equals("recursion") ? Integer.parseInt(arguments[2]) : 1;
    int threads = Integer.parseInt(arguments[3]);
    long warmUpNanos = Long.parseLong(arguments[4]) * 1_000_000;
    long measureNanos = Long.parseLong(arguments[5]) * 1_000_000;
    long methodTimeNanos = Long.parseLong(arguments[6]);
    // A long method is a batch of its own, so that fewer of them are interrupted.
    long batchNanos = methodTimeNanos > 0 ? methodTimeNanos : BATCH_NANOS;

    CyclicBarrier together = new CyclicBarrier(threads, CallCostWorkload::startMeasuring);
    Supplier<Subject> subjects = () -> Subject.named(mode, byHand, depth, methodTimeNanos);
    // Loads the classes that an agent may want to be told about before they are called.
    Subject unused = subjects.get();
    Gate.await();
    List<Caller> callers = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Caller caller = new Caller(subjects, together, batchNanos, warmUpNanos, measureNanos);
      callers.add(caller);
      Thread thread = new Thread(caller, "caller-" + i);
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
    report(callers, depth, ProcessCpu.nanos() - cpuNanosBefore);
  }

  private static void startMeasuring() {
    cpuNanosBefore = ProcessCpu.nanos();
  }

  private static void report(List<Caller> callers, int depth, long cpuNanos) {
    double median = callers.stream().mapToDouble(c -> c.batches.median()).average().orElseThrow();
    double mean = callers.stream().mapToDouble(c -> c.batches.mean()).average().orElseThrow();
    long measured = callers.stream().mapToLong(c -> c.measuredCalls).sum();
    long bytes = callers.stream().mapToLong(c -> c.allocatedBytes).sum();
    System.out.println("nanosPerCall " + median / depth);
    System.out.println("meanNanosPerCall " + mean / depth);
    System.out.println("cpuNanosPerCall " + cpuNanos / ((double) measured * depth));
    System.out.println("bytesPerCall " + bytes / ((double) measured * depth));
    System.out.println("calls " + callers.stream().mapToLong(c -> c.allCalls).sum() * depth);
    System.out.println("sink " + callers.stream().mapToLong(c -> c.sink).sum());
  }

  /** One thread's part. */
  private static final class Caller implements Runnable {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Supplier<Subject> subjects;
    private final CyclicBarrier together;
    private final long batchNanos;
    private final long warmUpNanos;
    private final long measureNanos;

    private final Batches batches = new Batches();
    private long allCalls;
    private long measuredCalls;
    private long allocatedBytes;
    private long sink;

    Caller(
        Supplier<Subject> subjects,
        CyclicBarrier together,
        long batchNanos,
        long warmUpNanos,
        long measureNanos) {
      this.subjects = subjects;
      this.together = together;
      this.batchNanos = batchNanos;
      this.warmUpNanos = warmUpNanos;
      this.measureNanos = measureNanos;
    }

    @Override
    public void run() {
      try {
        Subject subject = subjects.get();
        int times = warmUp(subject);
        together.await();
        measure(subject, times);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** How many calls make a batch. */
    private int warmUp(Subject subject) {
      int times = 100;
      long end = System.nanoTime() + warmUpNanos;
      do {
        long start = System.nanoTime();
        sink += subject.call(times);
        allCalls += times;
        long nanos = Math.max(1, System.nanoTime() - start);
        double factor = Math.min(4, Math.max(0.25, batchNanos / (double) nanos));
        times = (int) Math.max(1, times * factor);
      } while (System.nanoTime() - end < 0);
      return times;
    }

    private void measure(Subject subject, int times) {
      long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
      long end = System.nanoTime() + measureNanos;
      long start = System.nanoTime();
      while (start - end < 0) {
        sink += subject.call(times);
        long now = System.nanoTime();
        batches.add((now - start) / (double) times);
        measuredCalls += times;
        start = now;
      }
      allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
      allCalls += measuredCalls;
    }
  }
}
