package dev.gemba.zoo;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Makes an agent look as if it had got out of hand, in one of these ways, until a line comes in;
 * calls a method all the while, until its input ends:
 *
 * <pre>
 *   threads  threads with names like those of the agent's own
 *   heap     threads that each make calls of many kinds, and stay
 *   errors   failures of the agent, reported where its own code reports them
 * </pre>
 */
public final class Breach {

  private static final int AGENT_THREADS = 70;
  private static final int CALLERS = 150;
  private static final int KINDS = 49;
  private static final int ERRORS = 600;

  private static long sum;

  private Breach() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Thread caller = new Thread(Breach::call);
    caller.setDaemon(true);
    caller.start();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("working");
    in.readLine();
    CountDownLatch ended = new CountDownLatch(1);
    List<Thread> started = plant(arguments[0], ended);
    System.out.println("planted");
    in.readLine();
    ended.countDown();
    for (Thread thread : started) {
      thread.join();
    }
    System.out.println("gone, sum " + sum);
    in.readLine();
  }

  private static List<Thread> plant(String what, CountDownLatch ended) throws Exception {
    List<Thread> started = new ArrayList<>();
    switch (what) {
      case "threads" -> {
        for (int i = 0; i < AGENT_THREADS; i++) {
          started.add(start("gemba-planted-" + i, () -> {}, ended));
        }
      }
      case "heap" -> {
        for (int i = 0; i < CALLERS; i++) {
          started.add(start("caller-" + i, Breach::callEveryKind, ended));
        }
      }
      case "errors" -> {
        Class<?> bridge = Class.forName("dev.gemba.bootstrap.Bridge", true, null);
        Method failed = bridge.getMethod("failed", Throwable.class, int.class);
        for (int i = 0; i < ERRORS; i++) {
          failed.invoke(null, new IllegalStateException("planted"), 0);
        }
      }
      default -> throw new IllegalArgumentException(what);
    }
    return started;
  }

  private static Thread start(String name, Runnable first, CountDownLatch ended) {
    Thread thread =
        new Thread(
            () -> {
              first.run();
              try {
                ended.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            name);
    thread.start();
    return thread;
  }

  private static void callEveryKind() {
    for (int kind = 0; kind < KINDS; kind++) {
      sum += Watched.work(kind);
    }
  }

  private static void call() {
    while (true) {
      sum += Watched.work(0);
    }
  }

  private static final class Watched {

    private Watched() {}

    static long work(int kind) {
      long x = kind;
      for (int i = 0; i < 50_000; i++) {
        x = x * 31 + i;
      }
      return x;
    }
  }
}
