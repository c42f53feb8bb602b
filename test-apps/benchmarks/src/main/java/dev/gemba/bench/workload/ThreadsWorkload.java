package dev.gemba.bench.workload;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls one method from many threads. Arguments, all needed: {@code platform} or {@code virtual},
 * how many threads, how many calls each makes. Tells the CPU time of the whole process a call,
 * threads and their start included.
 */
public final class ThreadsWorkload {

  private static final int WARM_UP = 2_000_000;

  private ThreadsWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[1]);
    int callsEach = Integer.parseInt(arguments[2]);
    AtomicLong sink = new AtomicLong();
    Recursive recursive = new Recursive();
    sink.addAndGet(calls(recursive, WARM_UP));
    long cpuBefore = ProcessCpu.nanos();
    long start = System.nanoTime();
    Runnable work = () -> sink.addAndGet(calls(recursive, callsEach));
    if (arguments[0].equals("virtual")) {
      inVirtualThreads(threads, work);
    } else {
      inPlatformThreads(threads, work);
    }
    double wall = System.nanoTime() - start;
    double cpu = ProcessCpu.nanos() - cpuBefore;
    double calls = (double) threads * callsEach;
    System.out.println("nanosPerCall " + wall / calls);
    System.out.println("cpuNanosPerCall " + cpu / calls);
    System.out.println("calls " + ((long) threads * callsEach + WARM_UP));
    System.out.println("sink " + sink);
    PeakMemory.print();
  }

  private static long calls(Recursive recursive, int times) {
    long sink = 0;
    for (int i = 0; i < times; i++) {
      sink += recursive.monitored(0, 1) + i;
    }
    return sink;
  }

  private static void inPlatformThreads(int threads, Runnable work) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      new Thread(
              () -> {
                work.run();
                done.countDown();
              })
          .start();
    }
    done.await();
  }

  /** By reflection, for this is compiled for JDKs that have none. */
  private static void inVirtualThreads(int threads, Runnable work) throws Exception {
    ExecutorService each =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    CountDownLatch done = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      each.execute(
          () -> {
            work.run();
            done.countDown();
          });
    }
    done.await();
    each.shutdown();
  }
}
