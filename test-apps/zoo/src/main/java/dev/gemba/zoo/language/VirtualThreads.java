package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads where the JVM has them (21 and later): started by reflection, as this is compiled
 * for 17.
 */
public final class VirtualThreads implements Case {

  private final AtomicInteger done = new AtomicInteger();

  @Override
  public void run(Report report) throws Exception {
    Method start;
    try {
      start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    } catch (NoSuchMethodException before21) {
      report.seen("virtual threads", "none before JDK 21");
      return;
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int number = i;
      threads.add((Thread) start.invoke(null, (Runnable) () -> outer(number)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    report.seen("done", done.get());
  }

  private void outer(int number) {
    try {
      LockSupport.parkNanos(1_000);
      inner(number);
    } catch (IllegalStateException tenth) {
      done.addAndGet(1_000);
    }
  }

  private void inner(int number) {
    Thread.yield();
    if (number % 10 == 0) {
      throw new IllegalStateException();
    }
    done.incrementAndGet();
  }
}
