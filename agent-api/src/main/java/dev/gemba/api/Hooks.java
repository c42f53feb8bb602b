package dev.gemba.api;

/**
 * The bodies that the agent fills in: each is woven to call the method of the same name and
 * descriptor in its bridge. As they stand here they do nothing, and the JIT removes the calls.
 */
final class Hooks {

  private Hooks() {}

  static boolean isActive() {
    return false;
  }

  /** A handle for an operation; 0 without the agent. */
  static int timer(String operation) {
    return 0;
  }

  static long start(int timer) {
    return 0;
  }

  static void stop(int timer, long started, Throwable thrown) {}

  /** A token for a span; 0 without the agent. */
  static long begin(String operation) {
    return 0;
  }

  static void end(String operation, long token, Object[] attributes, Throwable thrown) {}

  static void metric(String name, double value) {}

  static void error(Throwable thrown) {}

  /** The trace under way, as a header; empty without the agent. */
  static String traceparent() {
    return "";
  }
}
