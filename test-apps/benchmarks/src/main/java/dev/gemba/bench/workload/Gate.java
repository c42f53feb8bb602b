package dev.gemba.bench.workload;

import java.io.IOException;

/** Where a workload waits, loaded and not yet called, until it is told to go. */
final class Gate {

  private Gate() {}

  /** Says that all is ready, and waits for a line. */
  static void await() throws IOException {
    System.out.println("ready");
    System.out.flush();
    if (System.in.read() < 0) {
      throw new IllegalStateException("was not told to go");
    }
  }
}
