package dev.gemba.zoo.live;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Reports how long a thread that only wants to go on was held up, while others call the methods of
 * many classes.
 *
 * <p>{@code Stalls CLASSES}. A line on standard input ends a phase and begins another of that name;
 * then the phase that ended is reported: its name, the worst stall, the 99.9th and the 99th
 * percentile in microseconds, and the number of times that the thread looked at the clock.
 */
public final class Stalls {

  private static final String TEMPLATE = "Template0000";
  private static final long PAUSE_NANOS = 200_000;
  private static final int MOST_LOOKS = 1_000_000;

  private final IntUnaryOperator[] called;
  private final long[] late = new long[MOST_LOOKS];
  private int looks;
  private volatile int result;

  private Stalls(IntUnaryOperator[] called) {
    this.called = called;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Many loader = new Many();
    IntUnaryOperator[] called = new IntUnaryOperator[Integer.parseInt(arguments[0])];
    for (int i = 0; i < called.length; i++) {
      String name = Stalls.class.getPackageName() + "." + nameOf(i + 1);
      called[i] = (IntUnaryOperator) loader.loadClass(name).getDeclaredConstructor().newInstance();
    }
    new Stalls(called).run();
  }

  private static String nameOf(int number) {
    return String.format("Template%04d", number);
  }

  private void run() throws IOException {
    start(this::work);
    start(this::look);
    System.out.println("working");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String phase = "start";
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(report(phase));
      phase = line;
    }
    System.exit(0);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    int sum = 0;
    for (int i = 0; true; i++) {
      sum += called[i % called.length].applyAsInt(i);
      result = sum;
    }
  }

  private void look() {
    long before = System.nanoTime();
    while (true) {
      java.util.concurrent.locks.LockSupport.parkNanos(PAUSE_NANOS);
      long now = System.nanoTime();
      note(now - before - PAUSE_NANOS);
      before = now;
    }
  }

  private synchronized void note(long nanos) {
    if (looks < MOST_LOOKS) {
      late[looks++] = Math.max(0, nanos);
    }
  }

  private synchronized String report(String phase) {
    long[] sorted = Arrays.copyOf(late, looks);
    Arrays.sort(sorted);
    looks = 0;
    return "stalls "
        + phase
        + " "
        + micros(sorted, 1)
        + " "
        + micros(sorted, 0.999)
        + " "
        + micros(sorted, 0.99)
        + " "
        + sorted.length
        + (result == 0 ? " idle" : "");
  }

  private static long micros(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * share)] / 1_000;
  }

  /** Has a class under each of the names, and its file as well. */
  private static final class Many extends ClassLoader {

    Many() {
      super(Many.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = bytesOf(name.replace('.', '/') + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] bytes = bytesOf(name);
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }

    private byte[] bytesOf(String file) {
      int at = file.lastIndexOf("/Template");
      if (at < 0 || file.endsWith(TEMPLATE + ".class")) {
        return null;
      }
      String name = file.substring(at + 1, file.length() - ".class".length());
      try (InputStream in =
          super.getResourceAsStream(file.substring(0, at + 1) + TEMPLATE + ".class")) {
        byte[] bytes = in.readAllBytes();
        byte[] from = TEMPLATE.getBytes(StandardCharsets.US_ASCII);
        byte[] to = name.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + from.length <= bytes.length; i++) {
          if (Arrays.equals(bytes, i, i + from.length, from, 0, from.length)) {
            System.arraycopy(to, 0, bytes, i, to.length);
          }
        }
        return bytes;
      } catch (IOException e) {
        return null;
      }
    }
  }
}
