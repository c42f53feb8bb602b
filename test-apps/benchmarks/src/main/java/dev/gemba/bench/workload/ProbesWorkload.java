package dev.gemba.bench.workload;

import java.nio.file.Path;

/**
 * Calls many different methods in turn. Arguments, all needed: directory and prefix of the
 * generated classes, how many, how many methods each has, milliseconds of warming up, milliseconds
 * of measuring; with {@code live} behind them it measures again and again until its input ends.
 */
public final class ProbesWorkload {

  private ProbesWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int calls = Blocks.CALLS * Integer.parseInt(arguments[2]) * Integer.parseInt(arguments[3]);
    long start = System.nanoTime();
    Blocks blocks =
        Blocks.load(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
    System.out.println("loadMillis " + (System.nanoTime() - start) / 1e6);
    Measured warm = Measured.of(blocks, Long.parseLong(arguments[4]));
    long rounds = warm.rounds;
    long sink = warm.sink;
    boolean live = arguments.length > 6;
    if (live) {
      System.out.println("ready " + ProcessHandle.current().pid());
    }
    do {
      Measured measured = Measured.of(blocks, Long.parseLong(arguments[5]));
      rounds += measured.rounds;
      sink += measured.sink;
      System.out.println("nanosPerCall " + measured.wallNanos / calls / measured.rounds);
      System.out.println("cpuNanosPerCall " + measured.cpuNanos / calls / measured.rounds);
    } while (live && System.in.available() == 0);
    System.out.println("calls " + rounds * calls);
    System.out.println("sink " + sink);
    PeakMemory.print();
  }

  /** How long it took to call everything so many times. */
  private record Measured(long rounds, double wallNanos, double cpuNanos, long sink) {

    static Measured of(Blocks blocks, long millis) {
      long rounds = 0;
      long sink = 0;
      long cpuBefore = ProcessCpu.nanos();
      long start = System.nanoTime();
      long passed;
      do {
        sink = blocks.callAll(sink);
        rounds++;
        passed = System.nanoTime() - start;
      } while (passed < millis * 1_000_000);
      return new Measured(rounds, passed, ProcessCpu.nanos() - cpuBefore, sink);
    }
  }
}
