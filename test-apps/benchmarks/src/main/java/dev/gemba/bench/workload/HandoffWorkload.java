package dev.gemba.bench.workload;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
 * <p>Both ends take turns wherever that can be had, and neither is ever parked, so that what is
 * measured is the handing over and not how two threads get in each other's way, or how long one
 * takes to wake. CPU is the whole process's, that of a thread that waits for its turn included.
 */
public final class HandoffWorkload {

  private static final int TASKS = 1_000;

  /** Forks 986 tasks. */
  private static final int FIBONACCI = 15;

  private HandoffWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("fork")) {
      // On a thread of the pool from the beginning, as there is no other.
      new ForkJoinPool(1)
          .submit(() -> run(HandoffWorkload::fork, forks(FIBONACCI), arguments))
          .get();
    } else {
      run(kind(arguments[0]), TASKS, arguments);
    }
    System.exit(0);
  }

  private static Void run(Consumer<Runnable> kind, int tasks, String... arguments)
      throws InterruptedException {
    if (arguments[1].equals("count")) {
      Handing.over(() -> kind.accept(Handing::task));
      System.out.println("tasks " + tasks);
      Thread.sleep(1_000);
      return null;
    }
    Runnable batch = () -> kind.accept(() -> {});
    repeat(batch, Long.parseLong(arguments[1]), new Batches());
    Batches batches = new Batches();
    long cpu = ProcessCpu.nanos();
    int times = repeat(batch, Long.parseLong(arguments[2]), batches);
    cpu = ProcessCpu.nanos() - cpu;
    System.out.println("nanosPerTask " + batches.median() / tasks);
    System.out.println("cpuNanosPerTask " + cpu / ((double) times * tasks));
    return null;
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

  /** Hands over a batch of tasks that all do the same, and waits for them. */
  private static Consumer<Runnable> kind(String name)
      throws ReflectiveOperationException, SQLException {
    return switch (name) {
      case "execute" -> new Executing();
      case "stage" -> new Stages();
      case "virtual" -> new VirtualThreads();
      case "statement" -> new Statements();
      default -> throw new IllegalArgumentException("no kind is called " + name);
    };
  }

  /** So that each task is an object of its own. */
  private static void runOne(Runnable work, int number) {
    if (number >= 0) {
      work.run();
    }
  }

  /** A pool whose one thread runs what has been submitted when it is its turn. */
  private static class Turns {
    final ExecutorService pool = Executors.newFixedThreadPool(1);
    private volatile int allowed;
    private volatile int reached;

    Turns() {
      pool.execute(() -> hold(0));
    }

    /** Has the pool's thread run all, and waits for it. */
    void takeTurn() {
      int turn = allowed + 1;
      pool.execute(() -> hold(turn));
      allowed = turn;
      while (reached != turn) {
        Thread.onSpinWait();
      }
    }

    private void hold(int turn) {
      reached = turn;
      while (allowed == turn) {
        Thread.onSpinWait();
      }
    }
  }

  private static final class Executing extends Turns implements Consumer<Runnable> {
    @Override
    public void accept(Runnable work) {
      for (int i = 0; i < TASKS; i++) {
        int number = i;
        pool.execute(() -> runOne(work, number));
      }
      takeTurn();
    }
  }

  private static final class Stages extends Turns implements Consumer<Runnable> {
    @Override
    public void accept(Runnable work) {
      CompletableFuture<Void> source = new CompletableFuture<>();
      for (int i = 0; i < TASKS; i++) {
        int number = i;
        CompletableFuture<Void> unused = source.thenRun(() -> runOne(work, number));
      }
      pool.execute(() -> source.complete(null));
      takeTurn();
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

  private static void fork(Runnable work) {
    new Fork(FIBONACCI, () -> {}, work).compute();
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

  /** Asks a database, on this thread. */
  private static final class Statements implements Consumer<Runnable> {
    private final PreparedStatement statement;

    Statements() throws SQLException {
      Connection connection = DriverManager.getConnection("jdbc:h2:mem:stock");
      try (Statement made = connection.createStatement()) {
        made.execute("create table stock (id int primary key, amount int)");
        made.execute("insert into stock values (1, 40)");
      }
      statement = connection.prepareStatement("select amount from stock where id = ?");
    }

    @Override
    public void accept(Runnable work) {
      try {
        for (int i = 0; i < TASKS; i++) {
          statement.setInt(1, 1);
          try (ResultSet found = statement.executeQuery()) {
            found.next();
          }
          work.run();
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
