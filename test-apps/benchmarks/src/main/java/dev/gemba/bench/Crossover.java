package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two kanban servers under the same load at the same time, each with its load driver on one half of
 * the CPUs, between which they change once a second. Something is done to the one and not to the
 * other, and then the other way round, each for the same number of the same requests: what the two
 * JVMs differ by, what the requests cost, and what slows down both, is then the same with and
 * without.
 *
 * <p>CPU time is without that of the JIT's threads ({@link JvmCpu}).
 */
final class Crossover implements AutoCloseable {

  /** So that a window has its requests from the first to the last. */
  private static final int PROGRESS_MILLIS = 100;

  private static final long POLL_MILLIS = 20;

  /** What is left between the moment when both are level and the first edit. */
  private static final double MARGIN_SECONDS = 0.4;

  private static final Duration TO_ANSWER = Duration.ofMinutes(5);
  private static final Duration TO_END = Duration.ofMinutes(1);
  private static final double NANOS = 1e9;

  /** Does something to a running server. */
  interface Edit {
    /**
     * Does it.
     *
     * @param directory the server's
     */
    void make(Path directory) throws IOException;
  }

  /** How a server is started, in its directory. */
  interface Launcher {
    Launch launch(Path directory) throws IOException;
  }

  /**
   * How long everything takes, by a server as fast as in the warm-up.
   *
   * @param window seconds that are measured
   * @param most seconds of all together
   */
  record Times(int warmUp, double window, int most) {}

  /**
   * What one crossover came to.
   *
   * @param lostPercent of the throughput
   * @param cpuAddedPercent to a request
   * @param seconds with what was done, settling included, of both servers together
   */
  record Effect(double lostPercent, double cpuAddedPercent, double seconds) {}

  /** What a server has done up to a moment. */
  private record Moment(double nanos, long requests, double cpuMillis) {

    /** When, between two moments, so many requests were answered. */
    static Moment between(Moment before, Moment after, long requests) {
      double share = (double) (requests - before.requests) / (after.requests - before.requests);
      return new Moment(
          before.nanos + share * (after.nanos - before.nanos),
          requests,
          before.cpuMillis + share * (after.cpuMillis - before.cpuMillis));
    }
  }

  /** What so many requests took. */
  private record Window(double nanos, double cpuMillis) {
    static Window between(Moment from, Moment to) {
      return new Window(to.nanos - from.nanos, to.cpuMillis - from.cpuMillis);
    }
  }

  /** How many requests are waited for after an edit, and how many are then measured. */
  private record Lengths(long settling, long measured) {
    long both() {
      return settling + measured;
    }
  }

  /** A server that is under load. */
  private record Side(Application.Server server, KanbanApplication.Driver driver, JvmCpu cpu) {

    /** What the requests took that came while each of the edits was in force. */
    List<Window> play(long from, List<Edit> edits, Lengths lengths) throws Exception {
      List<Window> windows = new ArrayList<>();
      long at = from;
      for (Edit edit : edits) {
        when(at);
        edit.make(server.directory());
        Moment begin = when(at + lengths.settling);
        at += lengths.both();
        windows.add(Window.between(begin, when(at)));
      }
      return windows;
    }

    Moment now() throws IOException {
      long answered = driver.answered();
      double cpuMillis = cpu.millis();
      return new Moment(System.nanoTime(), answered, cpuMillis);
    }

    /** Waits until so many requests are answered. */
    Moment when(long requests) throws Exception {
      long until = System.nanoTime() + TO_ANSWER.toNanos();
      Moment last = now();
      Moment now = last;
      while (now.requests < requests) {
        if (!driver.jvm().isAlive() || System.nanoTime() > until) {
          throw driver.jvm().failure("the load has ended");
        }
        last = now.requests > last.requests ? now : last;
        Thread.sleep(POLL_MILLIS);
        now = now();
      }
      return now.requests == last.requests ? now : Moment.between(last, now, requests);
    }
  }

  private final KanbanApplication kanban;
  private final Jdk jdk;
  private final Halves halves;
  private final int users;
  private final Times times;

  /** What ends what was begun, the newest first. */
  private final List<Runnable> ends = new ArrayList<>();

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Side> sides = new ArrayList<>();
  private double rate;
  private int measured;

  private Crossover(KanbanApplication kanban, Jdk jdk, Halves halves, int users, Times times) {
    this.kanban = kanban;
    this.jdk = jdk;
    this.halves = halves;
    this.users = users;
    this.times = times;
  }

  /**
   * Starts and warms up both servers.
   *
   * @param directories one for each
   * @param users in a closed loop, of each
   */
  static Crossover start(
      KanbanApplication kanban,
      Jdk jdk,
      Halves halves,
      List<Path> directories,
      Launcher launcher,
      int users,
      Times times)
      throws Exception {
    Crossover crossover = new Crossover(kanban, jdk, halves, users, times);
    try {
      crossover.begin(directories, launcher);
      return crossover;
    } catch (Exception e) {
      crossover.close();
      throw e;
    }
  }

  private void begin(List<Path> directories, Launcher launcher) throws Exception {
    List<Application.Server> servers = new ArrayList<>();
    List<KanbanApplication.Driver> drivers = new ArrayList<>();
    List<List<Integer>> cpus = List.of(halves.first(), halves.second());
    for (int i = 0; i < 2; i++) {
      Launch launch = launcher.launch(directories.get(i)).with(JvmCpu.KEEPING_JIT_THREADS);
      Application.Server server =
          kanban.start(jdk, directories.get(i), Halves.launch(launch, cpus.get(i)));
      ends.add(0, server::close);
      servers.add(server);
    }
    for (int i = 0; i < 2; i++) {
      Launch launch = Halves.launch(KanbanApplication.DRIVER, cpus.get(i));
      KanbanApplication.Driver driver =
          kanban.load(
              jdk, launch, servers.get(i), users, times.warmUp, times.most, PROGRESS_MILLIS);
      ends.add(0, driver::close);
      drivers.add(driver);
    }
    Swapping swapping = Swapping.start(halves);
    ends.add(0, swapping::close);
    for (int i = 0; i < 2; i++) {
      swapping.add(servers.get(i).jvm().pid(), i == 0);
      swapping.add(drivers.get(i).jvm().pid(), i == 0);
    }
    Progress.say("warm-up of %d s", times.warmUp);
    long slower = Long.MAX_VALUE;
    for (KanbanApplication.Driver driver : drivers) {
      slower = Math.min(slower, driver.warmUp().requests());
    }
    rate = (double) slower / times.warmUp;
    for (int i = 0; i < 2; i++) {
      Application.Server server = servers.get(i);
      sides.add(new Side(server, drivers.get(i), JvmCpu.of(server.jvm().pid())));
    }
  }

  /** How many requests are measured each time. */
  long requestsOfWindow() {
    return (long) (rate * times.window) + 1;
  }

  /**
   * Makes an edit to the one server and not to the other, and then the other way round; every
   * second time the other one begins, so that what drifts is not held against the edit.
   *
   * @param settle seconds from an edit to the window, by a server as fast as in the warm-up
   */
  Effect measure(Edit with, Edit without, double settle) throws Exception {
    Lengths lengths = new Lengths((long) (rate * settle) + 1, requestsOfWindow());
    Side first = sides.get(measured % 2);
    Side second = sides.get(1 - measured % 2);
    measured++;
    long from = levelled(first, second) + (long) (rate * MARGIN_SECONDS) + 1;
    Future<List<Window>> ofFirst =
        threads.submit(() -> first.play(from, List.of(with, without), lengths));
    Future<List<Window>> ofSecond =
        threads.submit(() -> second.play(from, List.of(without, with), lengths));
    Window firstWith = ofFirst.get().get(0);
    Window firstWithout = ofFirst.get().get(1);
    Window secondWithout = ofSecond.get().get(0);
    Window secondWith = ofSecond.get().get(1);
    for (Side side : sides) {
      without.make(side.server.directory());
    }
    double rates =
        mean(firstWithout.nanos / firstWith.nanos, secondWithout.nanos / secondWith.nanos);
    double cpus =
        mean(
            firstWith.cpuMillis / firstWithout.cpuMillis,
            secondWith.cpuMillis / secondWithout.cpuMillis);
    double seconds = (firstWith.nanos + secondWith.nanos) / NANOS;
    return new Effect(
        100 * (1 - rates), 100 * (cpus - 1), seconds * lengths.both() / lengths.measured);
  }

  /**
   * Has the one that is ahead wait for the other, so that both are asked the same at the same time.
   *
   * @return how many requests both have answered, about
   */
  private static long levelled(Side one, Side other) throws Exception {
    boolean ahead = one.now().requests > other.now().requests;
    Side waiting = ahead ? one : other;
    waiting.driver.jvm().pause();
    Thread.sleep(PROGRESS_MILLIS);
    long level = waiting.now().requests;
    (ahead ? other : one).when(level);
    waiting.driver.jvm().goOn();
    return level;
  }

  private static double mean(double ratio, double other) {
    return Math.sqrt(ratio * other);
  }

  /** Lets both servers end by themselves. */
  void end() throws InterruptedException {
    for (Side side : sides) {
      side.server.jvm().terminate(TO_END);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    ends.forEach(Runnable::run);
  }
}
