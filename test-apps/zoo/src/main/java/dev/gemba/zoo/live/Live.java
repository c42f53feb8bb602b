package dev.gemba.zoo.live;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;

/**
 * Works without pause and keeps its own books, and does what standard input says:
 *
 * <pre>
 *   counts   all threads stand still; prints the true number of calls so far
 *   go       they go on
 *   stay     threads enter methods and stay in them
 *   leave    they leave; prints whether all came out as they should
 *   watch    looks for an agent by its bridge, and keeps a weak reference to its class loader
 *   gone     collects garbage; prints whether that loader has gone
 *   metaspace collects garbage; prints how much metaspace is used, in kB
 *   deadlock prints whether threads are deadlocked
 *   quit
 * </pre>
 *
 * <p>{@code Live WORKERS LOADERS MICROS}: so many threads call, so many others load classes all the
 * time, each pausing so long in between. Without a pause there would be ten thousand loaders a
 * second, more than any application has.
 */
public final class Live {

  private final Gate gate = new Gate();
  private final List<Labour> labours = new ArrayList<>();
  private final AtomicLong guests = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Stayers stayers = new Stayers();
  private final AgentTrace trace = new AgentTrace();

  private final long pauseNanos;

  private Live(long pauseNanos) {
    this.pauseNanos = pauseNanos;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    new Live(Long.parseLong(arguments[2]) * 1_000)
        .run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
  }

  private void run(int workers, int loaders) throws Exception {
    for (int i = 0; i < workers; i++) {
      Labour labour = new Labour();
      labours.add(labour);
      gate.start(
          "worker-" + i,
          new Runnable() {
            private int number;

            @Override
            public void run() {
              labour.once(number++);
            }
          },
          failure);
    }
    for (int i = 0; i < loaders; i++) {
      gate.start("loader-" + i, this::receiveGuest, failure);
    }
    System.out.println("working");
    obey();
    System.exit(failure.get() == null ? 0 : 1);
  }

  private void receiveGuest() {
    try {
      IntUnaryOperator guest = Nursery.newGuest();
      if (guest.applyAsInt(20) != 41) {
        throw new AssertionError("a guest that cannot calculate");
      }
      guests.incrementAndGet();
      LockSupport.parkNanos(pauseNanos);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a guest that cannot come", e);
    }
  }

  private void obey() throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "counts" -> System.out.println("counts " + counts());
        case "go" -> {
          gate.open();
          System.out.println("going");
        }
        case "stay" -> System.out.println("staying " + stayers.enter());
        case "leave" -> System.out.println("left " + stayers.leave());
        case "watch" -> System.out.println("watching " + trace.watch());
        case "gone" -> System.out.println("gone " + trace.isGone());
        case "deadlock" ->
            System.out.println(
                "deadlocked "
                    + (ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null));
        case "metaspace" -> {
          AgentTrace.collect();
          System.out.println(
              "metaspace "
                  + ManagementFactory.getMemoryPoolMXBeans().stream()
                      .filter(pool -> pool.getName().equals("Metaspace"))
                      .mapToLong(pool -> pool.getUsage().getUsed() / 1024)
                      .sum());
        }
        case "quit" -> {
          return;
        }
        default -> throw new IllegalArgumentException(line);
      }
      if (failure.get() != null) {
        failure.get().printStackTrace();
        return;
      }
    }
  }

  private String counts() throws InterruptedException {
    gate.close();
    long alphas = 0;
    long betas = 0;
    long gammas = 0;
    long failures = 0;
    for (Labour labour : labours) {
      alphas += labour.alphas;
      betas += labour.betas;
      gammas += labour.gammas;
      failures += labour.failures;
    }
    return "alpha="
        + alphas
        + " beta="
        + betas
        + " gamma="
        + gammas
        + " failures="
        + failures
        + " guest="
        + guests;
  }

  /** Lets threads go round, or has them stand still between two rounds. */
  private static final class Gate {
    private boolean closed;
    private int running;

    void start(String name, Runnable round, AtomicReference<Throwable> failure) {
      synchronized (this) {
        running++;
      }
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    pass();
                    for (int i = 0; i < 20; i++) {
                      round.run();
                    }
                  }
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              },
              name);
      thread.setDaemon(true);
      thread.start();
    }

    private synchronized void pass() throws InterruptedException {
      while (closed) {
        running--;
        notifyAll();
        while (closed) {
          wait();
        }
        running++;
      }
    }

    synchronized void close() throws InterruptedException {
      closed = true;
      while (running > 0) {
        wait();
      }
    }

    synchronized void open() {
      closed = false;
      notifyAll();
    }
  }

  /** Threads within methods. */
  private static final class Stayers {
    private CountDownLatch leave;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong well = new AtomicLong();

    int enter() throws InterruptedException {
      CountDownLatch inside = new CountDownLatch(3);
      leave = new CountDownLatch(1);
      Staying staying = new Staying(inside, leave);
      begin(() -> expect(staying.outer("a").equals("a!?")));
      begin(
          () -> {
            try {
              staying.failing("b");
            } catch (IllegalStateException e) {
              expect(e.getMessage().equals("b"));
            }
          });
      begin(() -> expect(new Staying(inside, leave, true) != null));
      inside.await();
      return threads.size();
    }

    private void begin(Runnable call) {
      Thread thread = new Thread(call, "staying");
      threads.add(thread);
      thread.start();
    }

    private void expect(boolean right) {
      well.addAndGet(right ? 1 : 0);
    }

    long leave() throws InterruptedException {
      leave.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      threads.clear();
      return well.getAndSet(0);
    }
  }
}
