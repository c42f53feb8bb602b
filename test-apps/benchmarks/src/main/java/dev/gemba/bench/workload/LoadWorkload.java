package dev.gemba.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Works without pause and tells second by second how far it came. Arguments: name of the {@link
 * Work}, threads, seconds of doing nothing before, seconds of work, and what the work needs.
 *
 * <p>Prints {@code startMillis}, when the work began; for each second {@code second NANOS WORKS
 * CPU}, all three up to its end, CPU being the process's in nanoseconds; {@code calls:OPERATION N},
 * the truth; and {@code done}. Then it waits for a line, so that an agent can be asked what it did.
 */
public final class LoadWorkload {

  private static final long NANOS = 1_000_000_000;

  private LoadWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Work work =
        Work.named(
            arguments[0], List.of(arguments).subList(4, arguments.length).toArray(String[]::new));
    Thread.sleep(1000 * Long.parseLong(arguments[2]));
    List<Worker> workers = new ArrayList<>();
    CountDownLatch begin = new CountDownLatch(1);
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      workers.add(new Worker(work, begin));
    }
    // Hundreds of threads that work leave so little to this one that it would start the last of
    // them half a minute after the first.
    workers.forEach(Thread::start);
    System.out.println("startMillis " + System.currentTimeMillis());
    begin.countDown();
    watch(workers, Integer.parseInt(arguments[3]));
    for (Worker worker : workers) {
      worker.running = false;
    }
    long sink = 0;
    for (Worker worker : workers) {
      worker.join();
      sink += worker.sink;
    }
    long works = works(workers);
    work.calls()
        .forEach((name, calls) -> System.out.println("calls:" + name + " " + calls * works));
    System.out.println("sink " + sink);
    System.out.println("done");
    System.in.read();
  }

  private static void watch(List<Worker> workers, int seconds) throws InterruptedException {
    long start = System.nanoTime();
    for (int second = 0; second <= seconds; second++) {
      long wait = start + second * NANOS - System.nanoTime();
      Thread.sleep(Math.max(0, wait / 1_000_000));
      long passed = System.nanoTime() - start;
      System.out.println("second " + passed + " " + works(workers) + " " + ProcessCpu.nanos());
    }
  }

  private static long works(List<Worker> workers) {
    return workers.stream().mapToLong(worker -> worker.works.get()).sum();
  }

  /** One thread's part. */
  private static final class Worker extends Thread {

    private final Work work;

    /** Written by this thread alone. */
    private final AtomicLong works = new AtomicLong();

    private final CountDownLatch begin;
    private volatile boolean running = true;
    private long sink;

    Worker(Work work, CountDownLatch begin) {
      this.work = work;
      this.begin = begin;
    }

    @Override
    public void run() {
      try {
        begin.await();
        while (running) {
          sink = work.once(sink);
          works.lazySet(works.getPlain() + 1);
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
