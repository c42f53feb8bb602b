package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile.Frame;
import dev.gemba.api.export.Profile.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import one.jfr.JfrReader;
import one.jfr.StackTrace;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Reads the samples of one chunk. Each stands for what it was taken once of: a sample of CPU for
 * the period; a wait for a lock for itself if it is longer than what lies between two samples, and
 * else for that, as so much waiting was found to be passed by then.
 */
final class SampleReader {

  private static final String THREAD_STATE = "jdk.types.ThreadState";

  /** Of async-profiler, for a thread that was on a CPU. */
  private static final String ON_CPU = "STATE_DEFAULT";

  private static final String FRAME_TYPE = "jdk.types.FrameType";
  private static final String NATIVE = "Native";
  private static final String CONCURRENT = "java.util.concurrent.";

  private final JfrReader chunk;
  private final ChunkNames names;
  private final SamplingPlan plan;
  private final FrameOperations operations;
  private final LongUnaryOperator nanoTimes;
  private final boolean shared;
  private final Map<Long, SampledStack> stacks = new HashMap<>();

  /** By method; empty for those that are not woven. */
  private final Map<Long, String> operationOf = new HashMap<>();

  private SampleReader(
      JfrReader chunk, Session session, SamplingPlan plan, FrameOperations operations) {
    this.chunk = chunk;
    this.names = new ChunkNames(chunk);
    this.plan = plan;
    this.operations = operations;
    this.nanoTimes = session.nanoTimes(chunk);
    this.shared = session.isShared();
  }

  /**
   * All samples, in no particular order.
   *
   * @param recording whole chunks
   * @throws IOException if they cannot be read
   */
  static List<Sample> read(
      ByteBuffer recording, Session session, SamplingPlan plan, FrameOperations operations)
      throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (ByteBuffer one : Chunks.of(recording)) {
      try (JfrReader chunk = new JfrReader(one)) {
        new SampleReader(chunk, session, plan, operations).read(samples);
      } catch (RuntimeException e) {
        throw new IOException("a chunk of samples cannot be read: " + e, e);
      }
    }
    return samples;
  }

  private void read(List<Sample> samples) throws IOException {
    boolean tellsStates = chunk.getEnumKey(THREAD_STATE, ON_CPU) >= 0;
    for (Event event = chunk.readEvent(); event != null; event = chunk.readEvent()) {
      if (event instanceof ExecutionSample of) {
        if (shared && isOfOthers(of)) {
          continue;
        }
        boolean onCpu = !tellsStates || isOnCpu(of);
        long period = onCpu ? plan.cpuNanos() : plan.wallNanos();
        add(samples, onCpu ? Kind.CPU : Kind.WALL, of, of.samples, of.samples * period);
      } else if (event instanceof AllocationSample of) {
        add(samples, Kind.ALLOC, of, 1, of.value());
      } else if (event instanceof ContendedLock of && isWaitForLock(of)) {
        long waited = (long) (of.duration * chunk.nanosPerTick);
        // Flight Recorder leaves shorter ones out; async-profiler has them stand for others.
        add(samples, Kind.LOCK, of, 1, shared ? waited : Math.max(waited, plan.lockNanos()));
      }
    }
  }

  private boolean isOnCpu(ExecutionSample sample) {
    return ON_CPU.equals(chunk.getEnumValue(THREAD_STATE, sample.threadState));
  }

  /**
   * What an application's own recording has that Gemba did not ask for: threads in native methods,
   * most of which wait, and the JVM's other sampler of CPU.
   */
  private boolean isOfOthers(ExecutionSample sample) {
    if (sample.threadState == ExecutionSample.CPU_TIME_SAMPLE) {
      return true;
    }
    StackTrace stack = chunk.stackTraces.get(sample.stackTraceId);
    return stack != null
        && stack.types.length > 0
        && NATIVE.equals(chunk.getEnumValue(FRAME_TYPE, stack.types[0]));
  }

  /**
   * Pools' threads that wait for work park as well, which JDK Flight Recorder does not tell apart.
   */
  private boolean isWaitForLock(ContendedLock wait) {
    String type = names.classOf(wait.classId());
    return !type.startsWith(CONCURRENT)
        || type.startsWith("locks.Reentrant", CONCURRENT.length())
        || type.startsWith("Semaphore", CONCURRENT.length())
        || type.startsWith("ConcurrentHashMap", CONCURRENT.length());
  }

  private void add(List<Sample> samples, Kind kind, Event event, long count, long value) {
    Long threadId = chunk.javaThreads.get(event.tid);
    samples.add(
        new Sample(
            kind,
            nanoTimes.applyAsLong(event.time),
            threadId == null ? 0 : threadId,
            count,
            value,
            stackOf(event)));
  }

  private SampledStack stackOf(Event event) {
    long key = event.classId() << Integer.SIZE | event.stackTraceId;
    return stacks.computeIfAbsent(
        key, unknown -> stackOf(event.classId(), chunk.stackTraces.get(event.stackTraceId)));
  }

  private SampledStack stackOf(long classId, StackTrace stack) {
    List<Frame> frames = new ArrayList<>();
    Set<String> found = new LinkedHashSet<>();
    if (classId != 0) {
      frames.add(new Frame(names.classOf(classId), "", 0));
    }
    for (int i = 0; stack != null && i < stack.methods.length; i++) {
      frames.add(
          names.frameOf(stack.methods[i], stack.types[i], stack.locations[i] >>> Short.SIZE));
      String operation = operationOf.computeIfAbsent(stack.methods[i], this::operationOf);
      if (!operation.isEmpty()) {
        found.add(operation);
      }
    }
    return new SampledStack(frames, List.copyOf(found));
  }

  private String operationOf(long id) {
    ChunkNames.Method method = names.methodOf(id);
    String operation = operations.of(method.type(), method.name(), method.descriptor());
    return operation == null ? "" : operation;
  }
}
