package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;

/** Samples that are being taken. For one thread at a time. */
interface Session {

  /**
   * What a session has come to.
   *
   * @param nanosUsed what taking all samples took of the threads that were sampled; negative if
   *     that is not known
   * @param skipped how many samples were not taken, as there were too many at a time
   * @param large whether it has grown so large that another one is better begun
   */
  record Tally(long nanosUsed, long skipped, boolean large) {}

  /**
   * The samples since the last cut, in the format of JDK Flight Recorder; sampling goes on.
   *
   * @return one or more whole chunks
   */
  ByteBuffer cut() throws IOException;

  /** The last cut; nothing is sampled any more, whether this succeeds or not. */
  ByteBuffer end() throws IOException;

  /** Whether it can still be cut while the JVM ends. */
  boolean isCutAtExit();

  /** What it has come to so far. */
  Tally tally();

  /** How times of a chunk are told by {@link System#nanoTime()}. */
  LongUnaryOperator nanoTimes(one.jfr.JfrReader chunk);
}
