package dev.gemba.zoo;

/** Something awkward for an agent that rewrites classes. Does it, and reports what was seen. */
@FunctionalInterface
public interface Case {

  /**
   * Runs on the main thread.
   *
   * @param report where everything observable goes; must come out the same on every run
   * @throws Throwable counts as a crash of the case
   */
  void run(Report report) throws Throwable;
}
