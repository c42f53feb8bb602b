package dev.gemba.agent;

import java.lang.instrument.Instrumentation;

public final class Agent {
  public static void start(String argument, Instrumentation instrumentation) {
    System.err.println("gemba: started");
  }
}
