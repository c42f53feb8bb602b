package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongUnaryOperator;
import jdk.jfr.Recording;
import one.jfr.JfrReader;

/**
 * JDK Flight Recorder, where async-profiler cannot be had: recordings of its own beside any that
 * the application has. Samples CPU less often than asked for if the JVM has a coarser grain.
 */
final class JfrEngine implements Engine {

  private static final String NO_WALL =
      "JDK Flight Recorder has no samples of threads that wait, accepted are cpu, alloc, lock";

  /** The JVM takes about so many samples of allocations a second, whatever lies between them. */
  private static final String ALLOCATIONS = "200/s";

  private static final long NANOS = 1_000_000_000;
  private static final Duration KEPT = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "JDK Flight Recorder";
  }

  @Override
  public String whyNot(SamplingPlan plan) {
    return plan.wallNanos() > 0 ? NO_WALL : null;
  }

  @Override
  public Session begin(SamplingPlan plan) throws ProfileException {
    String whyNot = whyNot(plan);
    if (whyNot != null) {
      throw new ProfileException(whyNot);
    }
    try {
      return new Running(plan);
    } catch (LinkageError | RuntimeException e) {
      throw new ProfileException("JDK Flight Recorder cannot be had: " + e, e);
    }
  }

  private static Recording begun(SamplingPlan plan) {
    Recording begun = new Recording();
    if (plan.cpuNanos() > 0) {
      begun
          .enable("jdk.ExecutionSample")
          .withPeriod(Duration.ofNanos(plan.cpuNanos()))
          .withStackTrace();
    }
    if (plan.allocBytes() > 0) {
      begun.enable("jdk.ObjectAllocationSample").with("throttle", ALLOCATIONS).withStackTrace();
    }
    if (plan.lockNanos() > 0) {
      Duration shortest = Duration.ofNanos(plan.lockNanos());
      begun.enable("jdk.JavaMonitorEnter").withThreshold(shortest).withStackTrace();
      begun.enable("jdk.ThreadPark").withThreshold(shortest).withStackTrace();
    }
    begun.start();
    return begun;
  }

  /**
   * One recording all the time: what a sample of allocation stands for is counted from the sample
   * before, and from who knows where after a pause. Chunks that were read stay for a while, as
   * another recording of this JVM may have begun some meanwhile.
   */
  private static final class Running implements Session {
    private final Recording recording;
    private long newestChunk = Long.MIN_VALUE;

    Running(SamplingPlan plan) {
      recording = begun(plan);
      recording.setMaxAge(KEPT);
    }

    @Override
    public ByteBuffer cut() throws IOException {
      Path file = Scratch.newFile(".jfr");
      try {
        recording.dump(file);
        return newIn(ByteBuffer.wrap(Files.readAllBytes(file)));
      } finally {
        Files.deleteIfExists(file);
      }
    }

    @Override
    public ByteBuffer end() throws IOException {
      try (recording) {
        return cut();
      }
    }

    /** Those chunks that were not there before. */
    private ByteBuffer newIn(ByteBuffer all) throws IOException {
      ByteBuffer unread = ByteBuffer.allocate(all.remaining());
      long newest = newestChunk;
      for (ByteBuffer chunk : Chunks.of(all)) {
        long start = Chunks.startOf(chunk);
        if (start > newestChunk) {
          unread.put(chunk.duplicate());
          newest = Math.max(newest, start);
        }
      }
      newestChunk = newest;
      return unread.flip();
    }

    /** Flight Recorder is leaving by itself then, with all its files, and complains of who asks. */
    @Override
    public boolean isCutAtExit() {
      return false;
    }

    @Override
    public Tally tally() {
      return new Tally(-1, 0, false);
    }

    @Override
    public LongUnaryOperator nanoTimes(JfrReader chunk) {
      Instant now = Instant.now();
      long offset = now.getEpochSecond() * NANOS + now.getNano() - System.nanoTime();
      return ticks -> chunk.eventTimeToNanos(ticks) - offset;
    }
  }
}
