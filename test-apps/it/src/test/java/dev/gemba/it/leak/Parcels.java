package dev.gemba.it.leak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaks two megabytes a second, until its input ends: {@link #ship} keeps each {@link Parcel} for
 * ever. Beside that, {@link #fill} fills a cache once, {@link #queue} keeps the last hundreds of
 * what it makes, and {@link #write} makes garbage, five times as much.
 */
public final class Parcels {

  /** What leaks. Of eighty bytes. */
  static final class Parcel {
    long number;
    long a;
    long b;
    long c;
    long d;
    long e;
    long f;
    long g;
  }

  /** What is kept while it is new. */
  static final class Ticket {
    long a;
    long b;
    long c;
    long d;
  }

  private static final int PARCELS_PER_TURN = 200;

  /** Some 28 MB; then it has an end, so that a slow test finds a JVM that is alive. */
  private static final int MOST_PARCELS = 350_000;

  private static final int TICKETS_PER_TURN = 50;
  private static final int TICKETS = 500;
  private static final int LETTERS_PER_TURN = 100;
  private static final int LETTER_BYTES = 1_000;
  private static final int CACHED = 20_000;

  private static final List<Parcel> SHIPPED = new ArrayList<>();
  private static final Map<Integer, long[]> CACHE = new HashMap<>();
  private static final Deque<Ticket> QUEUE = new ArrayDeque<>();

  private static volatile Object letter;
  private static volatile boolean ended;

  private Parcels() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    fill();
    Thread thread = new Thread(Parcels::work, "working");
    thread.start();
    System.out.println("working");
    while (System.in.read() >= 0) {
      // Until nobody writes any more.
    }
    ended = true;
    thread.join();
    System.out.println(SHIPPED.size() + " shipped, the last letter was " + letter);
  }

  private static void work() {
    while (!ended) {
      ship();
      queue();
      write();
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        ended = true;
      }
    }
  }

  static void ship() {
    for (int i = 0; i < PARCELS_PER_TURN && SHIPPED.size() < MOST_PARCELS; i++) {
      Parcel parcel = new Parcel();
      parcel.number = SHIPPED.size();
      SHIPPED.add(parcel);
    }
  }

  static void queue() {
    for (int i = 0; i < TICKETS_PER_TURN; i++) {
      QUEUE.addLast(new Ticket());
      if (QUEUE.size() > TICKETS) {
        QUEUE.removeFirst();
      }
    }
  }

  static void fill() {
    for (int i = 0; i < CACHED; i++) {
      CACHE.put(i, new long[10]);
    }
  }

  static void write() {
    for (int i = 0; i < LETTERS_PER_TURN; i++) {
      letter = new byte[LETTER_BYTES];
    }
  }
}
