package dev.gemba.agent.profile;

import dev.gemba.api.export.Profile;

/** A sample that was taken, and the span that it turns out to fall into. For one thread. */
final class Sample {

  final Profile.Kind kind;

  /** When, by {@link System#nanoTime()}. */
  final long nanos;

  /** Java's id of the thread; of the carrier, where async-profiler samples a virtual thread. */
  final long threadId;

  final long count;

  /** What it stands for, in the kind's unit. */
  final long value;

  /** Null once nobody has a use for it any more. */
  SampledStack stack;

  /** Of the innermost span whose trace is kept; empty if there is none. */
  String traceId = "";

  /** Likewise. */
  String spanId = "";

  Sample(Profile.Kind kind, long nanos, long threadId, long count, long value, SampledStack stack) {
    this.kind = kind;
    this.nanos = nanos;
    this.threadId = threadId;
    this.count = count;
    this.value = value;
    this.stack = stack;
  }
}
