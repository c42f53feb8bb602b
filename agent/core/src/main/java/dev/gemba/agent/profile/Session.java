package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;
import one.jfr.JfrReader;

/** Samples that are being taken. For one thread at a time. */
interface Session {

  /** How often what came in is read, as a rule; so old is what is known of operations. */
  long CUT_MILLIS = 5_000;

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
   * @return whole chunks, in an array of its own
   */
  ByteBuffer cut() throws IOException;

  /** The last cut; nothing is sampled any more if this succeeds. */
  ByteBuffer end() throws IOException;

  /** Ends it without another look, whatever state it is in. Never fails. */
  void abort();

  /** How often it is cut. */
  long cutMillis();

  /** Whether it can still be cut while the JVM ends. */
  boolean isCutAtExit();

  /** What it has come to so far; also after its end. */
  Tally tally();

  /** How times of a chunk are told by {@link System#nanoTime()}. */
  LongUnaryOperator nanoTimes(JfrReader chunk);

  /** Whether samples may be of others' making, and threads as others asked for. */
  boolean isShared();
}
