package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;

/** Samples that are being taken. For one thread at a time. */
interface Session {

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

  /** Whether it has grown so large that another one is better begun. */
  boolean isLarge();

  /**
   * What taking all samples so far took of the threads that were sampled, in nanoseconds; negative
   * if that is not known.
   */
  long nanosUsed();

  /** How times of a chunk are told by {@link System#nanoTime()}. */
  LongUnaryOperator nanoTimes(one.jfr.JfrReader chunk);
}
