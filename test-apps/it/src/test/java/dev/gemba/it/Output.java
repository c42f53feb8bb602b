package dev.gemba.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Collects what a process writes, by a thread of its own; any thread may wait for a text in it. */
final class Output {

  private final StringBuilder text = new StringBuilder();
  private final Thread reader;
  private boolean ended;

  Output(String name, InputStream in) {
    reader = new Thread(() -> collect(in), name);
    reader.setDaemon(true);
    reader.start();
  }

  private void collect(InputStream in) {
    char[] buffer = new char[8192];
    try (Reader characters = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (int n = characters.read(buffer); n >= 0; n = characters.read(buffer)) {
        append(buffer, n);
      }
    } catch (IOException ignored) {
      // The process was killed: what it wrote before is kept.
    } finally {
      end();
    }
  }

  private synchronized void append(char[] buffer, int length) {
    text.append(buffer, 0, length);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Whether the text came before the output ended or the time was up. */
  synchronized boolean await(String expected, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (text.indexOf(expected) < 0) {
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** All of it, after the process has ended. */
  String complete(Duration atMost) throws InterruptedException {
    reader.join(atMost.toMillis());
    synchronized (this) {
      return text.toString();
    }
  }

  @Override
  public synchronized String toString() {
    return text.toString();
  }
}
