package dev.gemba.agent.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  public String whyNot(Event event) {
    return event == Event.WALL ? NO_WALL : null;
  }

  @Override
  public long possibleCpuNanos(long wanted) {
    return wanted;
  }

  @Override
  public Session begin(SamplingPlan plan) {
    return new Running(plan);
  }

  private static Recording begun(SamplingPlan plan) {
    Recording begun = new Recording();
    boolean done = false;
    try {
      enable(begun, plan);
      begun.setMaxAge(KEPT);
      begun.start();
      done = true;
      return begun;
    } finally {
      if (!done) {
        begun.close();
      }
    }
  }

  private static void enable(Recording begun, SamplingPlan plan) {
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
    }

    @Override
    public ByteBuffer cut() throws IOException {
      Path file = Scratch.newFile(".jfr");
      try {
        recording.dump(file);
        try (FileChannel all = FileChannel.open(file, StandardOpenOption.READ)) {
          return newIn(all);
        }
      } finally {
        Scratch.delete(file);
      }
    }

    @Override
    public ByteBuffer end() throws IOException {
      ByteBuffer last = cut();
      recording.close();
      return last;
    }

    @Override
    public void abort() {
      recording.close();
    }

    /** Those chunks that were not there before: the last of the file. */
    private ByteBuffer newIn(FileChannel all) throws IOException {
      long from = all.size();
      long newest = newestChunk;
      long at = 0;
      for (ByteBuffer head = Chunks.head(all, at); head != null; head = Chunks.head(all, at)) {
        long start = Chunks.startOf(head);
        if (start > newestChunk) {
          from = Math.min(from, at);
          newest = Math.max(newest, start);
        }
        at += Chunks.sizeIn(head);
      }
      newestChunk = newest;
      return Chunks.read(all, from, all.size());
    }

    /** Each cut begins a chunk anew for all recordings of this JVM. */
    @Override
    public long cutMillis() {
      return 3 * CUT_MILLIS;
    }

    @Override
    public boolean isShared() {
      return true;
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
