package dev.gemba.bench.workload;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what having any agent costs. */
public final class EmptyAgent {

  private EmptyAgent() {}

  /** Does nothing. */
  public static void premain(String argument, Instrumentation instrumentation) {}
}
