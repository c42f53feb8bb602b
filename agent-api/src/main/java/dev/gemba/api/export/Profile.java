package dev.gemba.api.export;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What the process was at between two moments, by samples. Profiles of one process follow on each
 * other and do not overlap; there is none of the time in which nothing sampled.
 *
 * @param start from when on samples were taken
 * @param end until when
 * @param sampler what took them, such as {@code async-profiler 4.6}
 * @param samples in no particular order; those that differ in nothing but what they amount to are
 *     one
 */
public record Profile(Instant start, Instant end, String sampler, List<Sample> samples) {

  public Profile {
    samples = List.copyOf(samples);
  }

  /** What samples are of. */
  public enum Kind {
    /** CPU time, in nanoseconds. */
    CPU,
    /** Allocated bytes. */
    ALLOC,
    /** Time of threads, whatever they did, in nanoseconds. */
    WALL,
    /** Time that threads waited for what other threads held, in nanoseconds. */
    LOCK;

    /** As configs and exports call it: {@code cpu}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Samples of one kind and one stack.
   *
   * @param stack from the innermost frame on; equal stacks of a profile are one object. The first
   *     frame of {@link Kind#ALLOC} and {@link Kind#LOCK} is the class of the object, without a
   *     method.
   * @param operation of the innermost woven method on the stack; empty if there is none
   * @param traceId of the span that the thread was at, if its trace is kept; else empty
   * @param spanId likewise, of the innermost span
   * @param count how many samples
   * @param value what they stand for, in the kind's unit
   */
  public record Sample(
      Kind kind,
      List<Frame> stack,
      String operation,
      String traceId,
      String spanId,
      long count,
      long value) {

    public Sample {
      stack = List.copyOf(stack);
    }
  }

  /**
   * A frame of a stack.
   *
   * @param type the class as in source code, {@code com.acme.Board} or {@code byte[]}; empty for
   *     native code
   * @param method its method, or the symbol of native code; empty for a class by itself
   * @param line of the source, 0 if that is not known
   */
  public record Frame(String type, String method, int line) {

    /** As people read it: {@code com.acme.Board.load}. */
    public String text() {
      if (type.isEmpty()) {
        return method;
      }
      return method.isEmpty() ? type : type + "." + method;
    }
  }
}
