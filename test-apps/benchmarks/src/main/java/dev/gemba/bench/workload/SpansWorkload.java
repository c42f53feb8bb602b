package dev.gemba.bench.workload;

/**
 * Makes a known number of calls, slowly enough for any queue, so that what an agent recorded can be
 * counted. Arguments, all needed: mode, depth, how many times, milliseconds to live on afterwards.
 */
public final class SpansWorkload {

  private static final int BETWEEN_PAUSES = 20;

  private SpansWorkload() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    String mode = arguments[0];
    int depth = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    Subject subject = Subject.named(mode, false, depth, 0);
    long sink = 0;
    for (int i = 0; i < times; i++) {
      sink += subject.call(1);
      if (i % BETWEEN_PAUSES == 0) {
        Thread.sleep(10);
      }
    }
    System.out.println("calls " + (long) times * (mode.equals("recursion") ? depth : 1));
    System.out.println("sink " + sink);
    Thread.sleep(Long.parseLong(arguments[3]));
  }
}
