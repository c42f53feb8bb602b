package dev.gemba.bootstrap;

import java.util.concurrent.ConcurrentHashMap;

/**
 * What the application's facade ({@code dev.gemba.api.Gemba}) calls once the agent has woven it:
 * each method stands for the hook of the same name there. Called by application threads; contains
 * every failure.
 */
public final class Facade {

  /** Class name of the probes that stand for no woven method. */
  public static final String CLASS_NAME = "dev.gemba.api.Gemba";

  /** Names kept apart; a bound for applications that put an id into them. */
  static final int MAX_NAMES = 2_000;

  private static final String TIMER = "timer";
  private static final String SPAN = "span";
  private static final ConcurrentHashMap<String, Probe> SPANS = new ConcurrentHashMap<>();

  private static volatile boolean active;

  private Facade() {}

  /** Begins or ends to record what the application says. For the agent. */
  public static void activate(boolean on) {
    active = on;
    for (Probe probe : Probes.all()) {
      if (probe.className.equals(CLASS_NAME)) {
        aim(probe);
      }
    }
  }

  /**
   * Makes one call of every kind, so that all classes of the bridge are there before code is woven
   * that they themselves need. For the agent, before it weaves.
   */
  public static void warmUp() {
    Probe probe = probe("warm-up", SPAN);
    probe.aim(Probe.SPAN, Series.NONE, null);
    Bridge.exit(probe.id, Bridge.enter(probe.id), null);
    Bridge.exit(probe.id, Bridge.enterConstructor(probe.id), new IllegalStateException());
    probe.aim(Probe.DARK, Series.NONE, null);
    DurationCell cell = new DurationCell(Series.NONE);
    cell.record(1, 1);
    new ValueCell(Measure.of("warm-up")).record(1);
    new SpanRing();
    new Verdict().drop();
  }

  /** Whether the agent is there. */
  public static boolean isActive() {
    return active;
  }

  /** The handle of an operation's timer; 0 if there can be none. */
  public static int timer(String operation) {
    try {
      return operation == null ? 0 : probe(operation, TIMER).id + 1;
    } catch (Throwable e) {
      return contained(e);
    }
  }

  /** Begins a stretch. */
  public static long start(int timer) {
    return timer == 0 ? 0 : Bridge.enter(timer - 1);
  }

  /** Ends a stretch, on any thread. */
  public static void stop(int timer, long started, Throwable thrown) {
    if (timer != 0) {
      Bridge.exit(timer - 1, started, thrown);
    }
  }

  /** Begins a span. */
  public static long begin(String operation) {
    try {
      return active && operation != null ? Bridge.enter(spanOf(operation).id) : 0;
    } catch (Throwable e) {
      return contained(e);
    }
  }

  /** Ends a span on the thread that began it. */
  public static void end(String operation, long token, Object[] attributes, Throwable thrown) {
    try {
      Bridge.exitWith(spanOf(operation), token, attributes, thrown);
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** Records a number. */
  public static void metric(String name, double value) {
    try {
      if (active && name != null) {
        // The measure first: making it may block, and change the carrier of a virtual thread.
        Measure measure = Measure.of(name);
        Recorder.current().measure(measure, value);
      }
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** Marks the innermost span of this thread as failed. */
  public static void error(Throwable thrown) {
    try {
      if (active && thrown != null) {
        Stacks.current().fail(thrown.getClass().getName());
      }
    } catch (Throwable e) {
      contained(e);
    }
  }

  /** The header for whoever is to carry on this thread's trace; empty if none is under way. */
  public static String traceparent() {
    try {
      TraceContext context = active ? Stacks.contextNow() : null;
      return context == null ? "" : context.traceparent();
    } catch (Throwable e) {
      contained(e);
      return "";
    }
  }

  /** The application must not notice; what failed is counted with the other failures. */
  private static int contained(Throwable e) {
    Bridge.failed(e, probe("facade", TIMER).id);
    return 0;
  }

  private static Probe spanOf(String operation) {
    Probe known = SPANS.get(operation);
    if (known == null) {
      String kept = SPANS.size() < MAX_NAMES ? operation : "other";
      known = probe(kept, SPAN);
      SPANS.put(kept, known);
    }
    return known;
  }

  private static Probe probe(String operation, String kind) {
    Probe probe = Probes.of(CLASS_NAME, operation, kind);
    aim(probe);
    return probe;
  }

  private static void aim(Probe probe) {
    int level = probe.descriptor.equals(SPAN) ? Probe.SPAN : Probe.TIMING;
    probe.aim(active ? level : Probe.DARK, Series.of(probe.methodName), null);
  }
}
