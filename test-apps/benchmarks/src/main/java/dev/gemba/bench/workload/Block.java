package dev.gemba.bench.workload;

/** What each generated class is: methods that agents watch, and one that calls all of them. */
public interface Block {

  /** Calls each of the class's methods once. */
  long call(long value);
}
