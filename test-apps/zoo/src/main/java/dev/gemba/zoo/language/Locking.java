package dev.gemba.zoo.language;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;

/**
 * Synchronized methods and blocks: held inside, released after a normal and after an exceptional
 * exit.
 */
public final class Locking implements Case {

  private int count;

  synchronized int held(boolean fail) {
    count++;
    if (fail) {
      throw new IllegalStateException("holding " + Thread.holdsLock(this));
    }
    return nested();
  }

  private int nested() {
    synchronized (this) {
      synchronized (Locking.class) {
        count += Thread.holdsLock(Locking.class) ? 10 : -10;
        return count;
      }
    }
  }

  static synchronized boolean heldByClass() {
    return Thread.holdsLock(Locking.class);
  }

  synchronized void awaitHandOver() throws InterruptedException {
    while (count < 1_000_000) {
      wait();
    }
  }

  synchronized void handOver() {
    count = 1_000_000;
    notifyAll();
  }

  private void unlockWithoutLock() {
    notifyAll();
  }

  @Override
  public void run(Report report) throws Throwable {
    report.seen("normal", held(false));
    report.seen("released", !Thread.holdsLock(this));
    report.ending("exceptional", () -> held(true));
    report.seen("released after exception", !Thread.holdsLock(this));
    report.seen("static", heldByClass() + " then " + Thread.holdsLock(Locking.class));
    report.ending("not owner", this::unlockWithoutLock);
    Thread waiter =
        new Thread(
            () -> {
              try {
                awaitHandOver();
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
            });
    waiter.start();
    handOver();
    waiter.join();
    report.seen("waited", count);

    Thread[] adders = new Thread[4];
    count = 0;
    for (int i = 0; i < adders.length; i++) {
      adders[i] = new Thread(() -> add(10_000));
      adders[i].start();
    }
    for (Thread adder : adders) {
      adder.join();
    }
    report.seen("mutual exclusion", count);
    report.shape(Locking.class);
  }

  private void add(int times) {
    for (int i = 0; i < times; i++) {
      addOne();
    }
  }

  private synchronized void addOne() {
    count++;
  }
}
