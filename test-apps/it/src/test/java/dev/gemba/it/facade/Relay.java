package dev.gemba.it.facade;

import dev.gemba.api.Gemba;
import dev.gemba.api.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Hands tasks from thread to thread in every way that the JDK has, and compares what each finds
 * itself in with the span that was under way where it was handed over: {@code Relay WAY=TASKS …}.
 * Every other task is handed over outside of any span, and must find none.
 *
 * <p>Prints a line for each way: its name, how many tasks were run, and how many found themselves
 * elsewhere than where they belong.
 */
// Spans are opened to be under way, and tasks release a place once they are done.
@SuppressWarnings({"try", "FutureReturnValueIgnored"})
public final class Relay {

  private interface Way {
    void run(int tasks) throws Exception;
  }

  private static final int AT_A_TIME = 1_000;
  private static final int THREADS = 4;
  private static final int LEAVES = 64;
  private static final int TOLD = 5;

  private static final LongAdder RUN = new LongAdder();
  private static final LongAdder WRONG = new LongAdder();
  private static final AtomicInteger COMPLAINTS = new AtomicInteger();

  private static Semaphore running;

  private Relay() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Way> ways = ways();
    for (String argument : arguments) {
      String name = argument.substring(0, argument.indexOf('='));
      int tasks = Integer.parseInt(argument.substring(name.length() + 1));
      RUN.reset();
      WRONG.reset();
      running = new Semaphore(AT_A_TIME);
      ways.get(name).run(tasks);
      running.acquire(AT_A_TIME);
      // Whatever a way has left behind on this thread would show here.
      compare("");
      System.out.println(name + " " + (RUN.sum() - 1) + " " + WRONG.sum());
    }
  }

  private static Map<String, Way> ways() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("await", Relay::awaitHandoffs);
    ways.put("earlier", Relay::earlierPools);
    ways.put("execute", n -> onPool(n, (pool, task) -> pool.execute(task)));
    ways.put("submit", n -> onPool(n, (pool, task) -> pool.submit(task)));
    ways.put("call", n -> onPool(n, (pool, task) -> pool.submit(Executors.callable(task))));
    ways.put("invoke-all", Relay::invokeAll);
    ways.put("same-object", Relay::sameObject);
    ways.put("caller-runs", Relay::callerRuns);
    ways.put("removed", Relay::removed);
    ways.put("rejected", Relay::rejected);
    ways.put("overridden", Relay::overridden);
    ways.put("schedule", Relay::schedule);
    ways.put("periodic", Relay::periodic);
    ways.put("fork-join", n -> on(ForkJoinPool.commonPool(), n, (p, task) -> p.execute(task)));
    ways.put("fork-join-submit", n -> on(ForkJoinPool.commonPool(), n, (p, t) -> p.submit(t)));
    ways.put("recursive", Relay::recursive);
    ways.put("parallel-stream", Relay::parallelStream);
    ways.put("future", Relay::future);
    ways.put("future-combined", Relay::combined);
    ways.put("future-delayed", Relay::delayed);
    ways.put("thread", n -> each(n, task -> new Thread(task).start()));
    ways.put("thread-then-pool", Relay::threadThenPool);
    ways.put("virtual", n -> each(n, Relay::startVirtual));
    ways.put("virtual-executor", Relay::virtualExecutor);
    ways.put("structured", Relay::structured);
    ways.put("timer", Relay::timer);
    return ways;
  }

  /** Until a task finds its span: where nothing else speaks of spans, that comes a moment late. */
  private static void awaitHandoffs(int seconds) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean found = false;
    while (!found && System.nanoTime() - until < 0) {
      try (Span span = Gemba.span("relay.hand-over")) {
        found = pool.submit(Gemba::traceparent).get().equals(Gemba.traceparent());
      }
    }
    if (!found) {
      wrong("a task that finds its span", "none in time");
    }
    shutDown(pool);
  }

  /** Hands so many tasks over, every other one within a span that has ended before the task has. */
  private static void each(int tasks, java.util.function.Consumer<Runnable> handOver)
      throws InterruptedException {
    for (int i = 0; i < tasks; i++) {
      running.acquire();
      if (i % 2 == 0) {
        handOver.accept(task(""));
      } else {
        try (Span span = Gemba.span("relay.hand-over")) {
          handOver.accept(task(Gemba.traceparent()));
        }
      }
    }
  }

  /** A task that expects to find itself in some place, before and after a span of its own. */
  private static Runnable task(String expected) {
    return () -> {
      check(expected);
      running.release();
    };
  }

  private static void check(String expected) {
    compare(expected);
    try (Span span = Gemba.span("relay.task")) {
      String inside = Gemba.traceparent();
      boolean sameTrace = expected.isEmpty() || traceOf(inside).equals(traceOf(expected));
      if (inside.equals(expected) || !sameTrace) {
        wrong("a span in " + expected, inside);
      }
    }
    String after = Gemba.traceparent();
    if (!after.equals(expected)) {
      wrong("after a span " + expected, after);
    }
  }

  private static void compare(String expected) {
    RUN.increment();
    String found = Gemba.traceparent();
    if (!found.equals(expected)) {
      wrong(expected, found);
    }
  }

  private static void wrong(String expected, String found) {
    WRONG.increment();
    if (COMPLAINTS.incrementAndGet() <= TOLD) {
      new AssertionError("expected '" + expected + "', found '" + found + "'").printStackTrace();
    }
  }

  private static String traceOf(String traceparent) {
    return traceparent.isEmpty() ? "" : traceparent.substring(3, 35);
  }

  private static void onPool(
      int tasks, java.util.function.BiConsumer<ExecutorService, Runnable> handOver)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    on(pool, tasks, handOver);
    shutDown(pool);
  }

  private static void on(
      ExecutorService pool,
      int tasks,
      java.util.function.BiConsumer<ExecutorService, Runnable> handOver)
      throws InterruptedException {
    each(tasks, task -> handOver.accept(pool, task));
  }

  /** Pools whose threads are there, and wait for work, before Gemba comes. */
  private static void earlierPools(int tasks) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.HOURS, new LinkedBlockingQueue<>());
    pool.prestartAllCoreThreads();
    ForkJoinPool forkJoin = new ForkJoinPool(THREADS);
    forkJoin.submit(() -> IntStream.range(0, LEAVES).parallel().sum()).get();
    System.out.println("ready");
    while (!Gemba.isActive()) {
      Thread.sleep(10);
    }
    awaitHandoffs(10);
    on(pool, tasks, (p, task) -> p.execute(task));
    on(forkJoin, tasks, (p, task) -> p.execute(task));
    shutDown(pool);
    shutDown(forkJoin);
    System.out.println("done");
    while (System.in.read() >= 0) {
      // Until nobody writes any more.
    }
  }

  private static void shutDown(ExecutorService pool) throws InterruptedException {
    pool.shutdown();
    if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("tasks are left after a minute");
    }
  }

  private static void invokeAll(int tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < tasks; i += LEAVES) {
      try (Span span = Gemba.span("relay.hand-over")) {
        String expected = Gemba.traceparent();
        List<Callable<Void>> all = new ArrayList<>();
        for (int leaf = 0; leaf < LEAVES; leaf++) {
          all.add(
              () -> {
                check(expected);
                return null;
              });
        }
        for (Future<Void> future : pool.invokeAll(all)) {
          future.get();
        }
      }
    }
    shutDown(pool);
  }

  /** One object that is submitted again and again: which run has which span cannot be told. */
  private static void sameObject(int tasks) throws Exception {
    Map<String, AtomicInteger> expected = new ConcurrentHashMap<>();
    Map<String, AtomicInteger> found = new ConcurrentHashMap<>();
    Runnable task =
        () -> {
          RUN.increment();
          count(found, Gemba.traceparent());
          running.release();
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    for (int i = 0; i < tasks; i++) {
      running.acquire();
      try (Span span = Gemba.span("relay.hand-over")) {
        count(expected, Gemba.traceparent());
        pool.execute(task);
      }
    }
    shutDown(pool);
    expected.forEach(
        (traceparent, times) -> {
          AtomicInteger seen = found.remove(traceparent);
          if (seen == null || seen.get() != times.get()) {
            wrong(traceparent + " " + times, "" + seen);
          }
        });
    found.forEach((traceparent, times) -> wrong("nothing else", traceparent + " " + times));
  }

  private static void count(Map<String, AtomicInteger> counts, String traceparent) {
    counts.computeIfAbsent(traceparent, t -> new AtomicInteger()).incrementAndGet();
  }

  /** Of a pool that is full, the caller runs the tasks, and is where it was afterwards. */
  private static void callerRuns(int tasks) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            new ThreadPoolExecutor.CallerRunsPolicy());
    for (int i = 0; i < tasks; i++) {
      running.acquire();
      try (Span span = Gemba.span("relay.hand-over")) {
        String expected = Gemba.traceparent();
        pool.execute(task(expected));
        if (!Gemba.traceparent().equals(expected)) {
          wrong(expected, Gemba.traceparent());
        }
      }
    }
    shutDown(pool);
  }

  /** A task is found in its queue and removed as what it is, and can come again from elsewhere. */
  private static void removed(int tasks) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    for (int i = 0; i < tasks; i++) {
      CountDownLatch busy = new CountDownLatch(1);
      pool.execute(() -> await(busy));
      List<String> found = new ArrayList<>();
      Runnable task = () -> found.add(Gemba.traceparent());
      try (Span first = Gemba.span("relay.hand-over")) {
        pool.execute(task);
      }
      if (!pool.getQueue().contains(task) || !pool.remove(task)) {
        wrong("the task in the queue", pool.getQueue().toString());
      }
      String expected = "";
      if (i % 2 == 0) {
        try (Span second = Gemba.span("relay.hand-over")) {
          expected = Gemba.traceparent();
          pool.execute(task);
        }
      } else {
        pool.execute(task);
      }
      busy.countDown();
      pool.submit(() -> {}).get();
      RUN.increment();
      if (!found.equals(List.of(expected))) {
        wrong(expected, found.toString());
      }
    }
    shutDown(pool);
  }

  /** A task that was refused may come again from elsewhere. */
  private static void rejected(int tasks) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    for (int i = 0; i < tasks; i++) {
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch ran = new CountDownLatch(1);
      handOverUntilTaken(pool, () -> await(busy));
      Runnable task =
          () -> {
            compare("");
            ran.countDown();
          };
      try (Span span = Gemba.span("relay.hand-over")) {
        pool.execute(task);
        wrong("a refusal", "none");
      } catch (RejectedExecutionException full) {
        busy.countDown();
      }
      handOverUntilTaken(pool, task);
      await(ran);
    }
    shutDown(pool);
  }

  private static void handOverUntilTaken(ThreadPoolExecutor pool, Runnable task) {
    while (true) {
      try {
        pool.execute(task);
        return;
      } catch (RejectedExecutionException full) {
        Thread.onSpinWait();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  /** A pool whose own hooks say nothing to the JDK's. */
  private static void overridden(int tasks) throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
          @Override
          protected void beforeExecute(Thread thread, Runnable task) {
            // Nothing.
          }
        };
    each(tasks, pool::execute);
    shutDown(pool);
    ThreadPoolExecutor other =
        new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
          @Override
          protected void afterExecute(Runnable task, Throwable thrown) {
            // Nothing.
          }
        };
    each(tasks, other::execute);
    shutDown(other);
  }

  private static void schedule(int tasks) throws Exception {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(THREADS);
    each(tasks, task -> pool.schedule(task, 1, TimeUnit.MILLISECONDS));
    shutDown(pool);
  }

  /** What runs again and again is nobody's child. */
  private static void periodic(int tasks) throws Exception {
    ScheduledExecutorService pool = Executors.newScheduledThreadPool(THREADS);
    Timer timer = new Timer(true);
    CountDownLatch runs = new CountDownLatch(2 * tasks);
    Runnable task =
        () -> {
          check("");
          runs.countDown();
        };
    try (Span span = Gemba.span("relay.hand-over")) {
      pool.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS);
      timer.schedule(timerTask(task), 0, 1);
    }
    runs.await();
    timer.cancel();
    shutDown(pool);
  }

  private static TimerTask timerTask(Runnable task) {
    return new TimerTask() {
      @Override
      public void run() {
        task.run();
      }
    };
  }

  private static void timer(int tasks) throws Exception {
    Timer timer;
    try (Span span = Gemba.span("relay.starts-the-timer")) {
      timer = new Timer(true);
    }
    each(tasks, task -> timer.schedule(timerTask(task), 1));
    running.acquire(AT_A_TIME);
    running.release(AT_A_TIME);
    timer.cancel();
  }

  private static final class Splitting extends RecursiveAction {
    private static final long serialVersionUID = 1;

    private final String expected;
    private final int leaves;

    Splitting(String expected, int leaves) {
      this.expected = expected;
      this.leaves = leaves;
    }

    @Override
    protected void compute() {
      if (leaves == 1) {
        check(expected);
        return;
      }
      Splitting left = new Splitting(expected, leaves / 2);
      Splitting right = new Splitting(expected, leaves - leaves / 2);
      if (leaves % 4 == 0) {
        invokeAll(left, right);
      } else {
        left.fork();
        right.invoke();
        left.join();
      }
      compare(expected);
    }
  }

  /** Trees of tasks from several spans at once, whose threads help each other while they wait. */
  private static void recursive(int tasks) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(THREADS);
    Thread[] callers = new Thread[THREADS];
    for (int c = 0; c < THREADS; c++) {
      int caller = c;
      callers[c] =
          new Thread(
              () -> {
                for (int i = 0; i < tasks; i += THREADS * LEAVES) {
                  if (caller == 0) {
                    pool.invoke(new Splitting("", LEAVES));
                  } else {
                    try (Span span = Gemba.span("relay.hand-over")) {
                      pool.invoke(new Splitting(Gemba.traceparent(), LEAVES));
                    }
                  }
                }
              });
      callers[c].start();
    }
    for (Thread caller : callers) {
      caller.join();
    }
    shutDown(pool);
  }

  private static void parallelStream(int tasks) {
    for (int i = 0; i < tasks; i += LEAVES) {
      try (Span span = Gemba.span("relay.hand-over")) {
        String expected = Gemba.traceparent();
        IntStream.range(0, LEAVES).parallel().forEach(leaf -> check(expected));
        compare(expected);
      }
      IntStream.range(0, LEAVES).parallel().forEach(leaf -> check(""));
    }
  }

  /** Stages belong to whoever wrote them, whoever completes the future. */
  private static void future(int tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Executor> executors = List.of(pool, ForkJoinPool.commonPool(), Runnable::run);
    for (int i = 0; i < tasks; i += 6) {
      Executor executor = executors.get(i % executors.size());
      CompletableFuture<String> source = new CompletableFuture<>();
      CompletableFuture<?> last;
      try (Span span = Gemba.span("relay.hand-over")) {
        String expected = Gemba.traceparent();
        last =
            source
                .thenApply(value -> checked(value, expected))
                .thenApplyAsync(value -> checked(value, expected), executor)
                .thenCompose(
                    value ->
                        CompletableFuture.supplyAsync(() -> checked(value, expected), executor))
                .whenComplete((value, failure) -> check(expected))
                .handleAsync((value, failure) -> checked(value, expected), executor)
                .thenAccept(value -> check(expected));
      }
      if (i % 4 == 0) {
        source.complete("done");
      } else {
        try (Span another = Gemba.span("relay.completes")) {
          String own = Gemba.traceparent();
          source.complete("done");
          compare(own);
        }
      }
      last.get();
    }
    shutDown(pool);
  }

  private static String checked(String value, String expected) {
    check(expected);
    return value;
  }

  private static void combined(int tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < tasks; i += 5) {
      CompletableFuture<?> last;
      try (Span span = Gemba.span("relay.hand-over")) {
        String expected = Gemba.traceparent();
        CompletableFuture<String> one =
            CompletableFuture.supplyAsync(() -> checked("one", expected), pool);
        CompletableFuture<String> other =
            CompletableFuture.supplyAsync(() -> checked("other", expected));
        last =
            one.thenCombine(other, (a, b) -> checked(a + b, expected))
                .thenAcceptBoth(one, (a, b) -> check(expected))
                .thenRunAsync(() -> check(expected), pool);
      }
      last.get();
    }
    shutDown(pool);
  }

  private static void delayed(int tasks) throws InterruptedException {
    Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
    each(tasks, task -> CompletableFuture.runAsync(task, later));
    each(tasks, later::execute);
  }

  /** A thread that has had no span of its own hands on what it was started with. */
  private static void threadThenPool(int tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    each(tasks, task -> new Thread(() -> pool.execute(task)).start());
    running.acquire(AT_A_TIME);
    running.release(AT_A_TIME);
    shutDown(pool);
  }

  /** By reflection, as it is compiled for JDK 17. */
  private static void startVirtual(Runnable task) {
    try {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void virtualExecutor(int tasks)
      throws NoSuchMethodException,
          IllegalAccessException,
          InvocationTargetException,
          InterruptedException {
    ExecutorService pool =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    on(pool, tasks, (p, task) -> p.execute(task));
    on(pool, tasks, (p, task) -> p.submit(task));
    shutDown(pool);
  }

  /** Forks of a scope, a preview that the JDK of this build does not know. */
  private static void structured(int tasks) throws Exception {
    Class<?> scopes = Class.forName("java.util.concurrent.StructuredTaskScope");
    Method fork = scopes.getMethod("fork", Runnable.class);
    try (AutoCloseable scope = (AutoCloseable) scopes.getMethod("open").invoke(null)) {
      each(
          tasks,
          task -> {
            try {
              fork.invoke(scope, task);
            } catch (ReflectiveOperationException e) {
              throw new IllegalStateException(e);
            }
          });
      scopes.getMethod("join").invoke(scope);
    }
  }
}
