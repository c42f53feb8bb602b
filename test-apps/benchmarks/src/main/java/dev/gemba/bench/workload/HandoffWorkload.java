package dev.gemba.bench.workload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.function.Consumer;

/**
 * Hands tasks to another thread, a batch within a call of {@link Handing#over}, and tells what a
 * task took. Arguments, all needed: kind, milliseconds of warming up, milliseconds of measuring.
 * With {@code count} in place of these two it hands over one batch of tasks that can be seen, and
 * lives on for a second.
 *
 * <p>Both ends take turns wherever that can be had, so that what is measured is the handing over
 * and not how two threads get in each other's way. CPU is the whole process's.
 */
public final class HandoffWorkload {

  private static final int TASKS = 1_000;

  /** Forks 986 tasks. */
  private static final int FIBONACCI = 15;

  private static final ExecutorService POOL = Executors.newFixedThreadPool(1, Thread::new);

  private HandoffWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Consumer<Runnable> kind = kind(arguments[0]);
    int tasks = arguments[0].equals("fork") ? forks(FIBONACCI) : TASKS;
    if (arguments[1].equals("count")) {
      Handing.over(() -> kind.accept(Handing::task));
      System.out.println("tasks " + tasks);
      Thread.sleep(1_000);
    } else {
      Runnable batch = () -> kind.accept(() -> {});
      repeat(batch, Long.parseLong(arguments[1]), new Batches());
      Batches batches = new Batches();
      long cpu = cpuNanos();
      int times = repeat(batch, Long.parseLong(arguments[2]), batches);
      cpu = cpuNanos() - cpu;
      System.out.println("nanosPerTask " + batches.median() / tasks);
      System.out.println("cpuNanosPerTask " + cpu / ((double) times * tasks));
    }
    System.exit(0);
  }

  private static int repeat(Runnable batch, long millis, Batches batches) {
    long end = System.nanoTime() + millis * 1_000_000;
    int times = 0;
    while (System.nanoTime() - end < 0) {
      long start = System.nanoTime();
      Handing.over(batch);
      batches.add((double) (System.nanoTime() - start));
      times++;
    }
    return times;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Hands over a batch of tasks that all do the same, and waits for them. */
  private static Consumer<Runnable> kind(String name) throws ReflectiveOperationException {
    return switch (name) {
      case "execute" -> HandoffWorkload::execute;
      case "fork" -> new Forking();
      case "stage" -> HandoffWorkload::stages;
      case "virtual" -> new VirtualThreads();
      default -> throw new IllegalArgumentException("no kind is called " + name);
    };
  }

  private static void execute(Runnable work) {
    CountDownLatch all = new CountDownLatch(1);
    POOL.execute(() -> await(all));
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      POOL.execute(() -> runOne(work, number));
    }
    all.countDown();
    await(POOL.submit(() -> {})::get);
  }

  /** So that each task is an object of its own. */
  private static void runOne(Runnable work, int number) {
    if (number >= 0) {
      work.run();
    }
  }

  private static void stages(Runnable work) {
    CompletableFuture<Void> source = new CompletableFuture<>();
    CompletableFuture<?> last = source;
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      last = source.thenRun(() -> runOne(work, number));
    }
    POOL.execute(() -> source.complete(null));
    await(POOL.submit(() -> {})::get);
    await(last::get);
  }

  private interface Wait {
    Object get() throws InterruptedException, ExecutionException;
  }

  private static void await(Wait what) {
    try {
      what.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int forks(int n) {
    return n < 2 ? 0 : 1 + forks(n - 1) + forks(n - 2);
  }

  private static final class Forking implements Consumer<Runnable> {
    private final ForkJoinPool pool = new ForkJoinPool(1);

    @Override
    public void accept(Runnable work) {
      pool.invoke(new Fork(FIBONACCI, () -> {}, work));
    }
  }

  private static final class Fork extends RecursiveAction {
    private static final long serialVersionUID = 1;

    private final int n;
    private final transient Runnable own;
    private final transient Runnable work;

    Fork(int n, Runnable own, Runnable work) {
      this.n = n;
      this.own = own;
      this.work = work;
    }

    @Override
    protected void compute() {
      own.run();
      if (n >= 2) {
        Fork forked = new Fork(n - 1, work, work);
        forked.fork();
        new Fork(n - 2, () -> {}, work).compute();
        forked.join();
      }
    }
  }

  /** By reflection, as it is compiled for JDK 17. */
  private static final class VirtualThreads implements Consumer<Runnable> {
    private final ExecutorService starter =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);

    VirtualThreads() throws ReflectiveOperationException {}

    @Override
    public void accept(Runnable work) {
      CountDownLatch done = new CountDownLatch(TASKS);
      for (int i = 0; i < TASKS; i++) {
        starter.execute(
            () -> {
              work.run();
              done.countDown();
            });
      }
      await(done);
    }
  }
}
