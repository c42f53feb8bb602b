package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicLong;
import jdk.internal.vm.annotation.ForceInline;

/**
 * One woven method. Made and steered by the agent's threads, read by all threads of the
 * application: the steering fields are plain, so that reading them costs nothing; a change reaches
 * a running thread within moments, at its next safepoint at the latest.
 */
public final class Probe {

  /** Woven, but records nothing. */
  public static final int DARK = 0;

  /** Counts calls. */
  public static final int COUNT = 1;

  /**
   * Counts calls, and records the duration of one in {@value Recorder#SAMPLING_INTERVAL} of them,
   * which then stands for as many.
   */
  public static final int SAMPLED = 2;

  /** Counts calls and records their durations. */
  public static final int TIMING = 3;

  /** As {@link #TIMING}, and records a span for each call of a sampled trace. */
  public static final int SPAN = 4;

  /** A probe that fails this often is switched off. */
  public static final int MAX_FAILURES = 100;

  /** Stands in for ids that are not known, so that no caller has to ask. */
  static final Probe NONE = new Probe(-1, "", "", "");

  public final int id;

  /** Name of the woven class, as {@link Class#getName} has it. */
  public final String className;

  public final String methodName;

  /** As in the class file. */
  public final String descriptor;

  final boolean isConstructor;

  private final AtomicLong failures = new AtomicLong();
  private volatile String lastFailure;

  private int level;

  /** What calls are to the rest of their traces, as in {@link Guide}. */
  int kind;

  Series series = Series.NONE;
  Capture capture;

  /** Calls that began a trace were slow if they took longer; in nanoseconds. */
  private long slowAbove = Long.MAX_VALUE;

  /** What is promised of a call; in nanoseconds. */
  private long promised = Long.MAX_VALUE;

  private boolean beginsTraces;

  Probe(int id, String className, String methodName, String descriptor) {
    this.id = id;
    this.className = className;
    this.methodName = methodName;
    this.descriptor = descriptor;
    this.isConstructor = methodName.equals("<init>");
  }

  /**
   * Aims the probe.
   *
   * @param level one of the five levels
   * @param series of a normal return
   * @param capture null if no values are captured
   */
  public void aim(int level, Series series, Capture capture) {
    if (level < DARK || level > SPAN) {
      throw new IllegalArgumentException("level is " + level + ", accepted are 0 to 4");
    }
    this.series = series;
    this.capture = capture;
    if (capture instanceof Guide guide) {
      kind = guide.kind;
    }
    setLevel(failures.get() >= MAX_FAILURES ? DARK : level);
  }

  /**
   * Says which calls are slow, as those of its operation go.
   *
   * @param nanos {@link Long#MAX_VALUE} if none is
   */
  public void slowAbove(long nanos) {
    slowAbove = nanos;
  }

  /**
   * Says which calls are slow, as they break what is promised.
   *
   * @param nanos {@link Long#MAX_VALUE} if nothing is promised
   */
  public void promise(long nanos) {
    promised = nanos;
  }

  /** Whether a call that took so long was slow, in nanoseconds. */
  @ForceInline
  public boolean isSlow(long nanos) {
    return nanos > slowAbove || nanos > promised;
  }

  /** A call of it was at the beginning of a trace. */
  void beganTrace() {
    if (!beginsTraces) {
      beginsTraces = true;
    }
  }

  /** Whether any call of it was at the beginning of a trace that was judged at its end. */
  public boolean beginsTraces() {
    return beginsTraces;
  }

  /** Makes the probe a no-op, and lets go of whatever belongs to the agent. */
  public void darken() {
    aim(DARK, Series.NONE, null);
  }

  private void setLevel(int level) {
    this.level = level;
    Probes.publishLevel(id, level);
  }

  /** The level in force. */
  public int level() {
    return level;
  }

  /** The series of a normal return. */
  public Series series() {
    return series;
  }

  /** What captures values; null if nothing does. */
  public Capture capture() {
    return capture;
  }

  /** How often Gemba failed in this method, ever. */
  public long failures() {
    return failures.get();
  }

  /** What the newest failure was; null if there was none. */
  public String lastFailure() {
    return lastFailure;
  }

  /** True once too many failures have switched the probe off. */
  public boolean isSwitchedOff() {
    return failures.get() >= MAX_FAILURES;
  }

  void failed(Throwable thrown, boolean faulty) {
    if (!faulty) {
      Probes.EXHAUSTED.incrementAndGet();
      return;
    }
    long total = failures.incrementAndGet();
    lastFailure = String.valueOf(thrown);
    if (total >= MAX_FAILURES) {
      setLevel(DARK);
    }
    if (total == MAX_FAILURES) {
      Probes.SWITCHED_OFF.add(this);
    }
  }
}
