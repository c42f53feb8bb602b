package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile;

/** A sample that was taken, and the span that it turns out to fall into. */
final class Sample {

  /** A span. */
  record Link(String traceId, String spanId) {
    static final Link NONE = new Link("", "");
  }

  final Profile.Kind kind;

  /** When, by {@link System#nanoTime()}. */
  final long nanos;

  /** Java's id of the thread; of the carrier, where async-profiler samples a virtual thread. */
  final long threadId;

  final long count;

  /** What it stands for, in the kind's unit. */
  final long value;

  /** Null once nobody has a use for it any more. */
  volatile SampledStack stack;

  /** The innermost span whose trace is kept; null if there is none. */
  volatile Link link;

  Sample(Profile.Kind kind, long nanos, long threadId, long count, long value, SampledStack stack) {
    this.kind = kind;
    this.nanos = nanos;
    this.threadId = threadId;
    this.count = count;
    this.value = value;
    this.stack = stack;
  }
}
