package dev.gemba.bootstrap;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.ForceInline;

/**
 * The methods that woven code calls; called by application threads, of any number, at any time,
 * also after a detach.
 *
 * <p>A call passes through {@link #enter} and one of the exits. What happens in between is carried
 * in the woven frame as a {@link Token}. The exit goes by the level in the token, not by the
 * probe's present one, so a change of level while a call is under way cannot tear it; a token of
 * zero, which is also what {@code enter} returns if it fails, makes the exit a no-op.
 */
public final class Bridge {

  /** The agent that uses the bridge; null if none does. The only way from here into its loader. */
  private static final AtomicReference<Predicate<String>> AGENT = new AtomicReference<>();

  private Bridge() {}

  /**
   * True for the one agent that may use the bridge; false for any other that asks meanwhile.
   *
   * @param agent takes the argument of a later attach, null or blank if it had none, on the thread
   *     of that attach; false if it is leaving and takes nothing any more
   */
  public static boolean take(Predicate<String> agent) {
    return AGENT.compareAndSet(null, agent);
  }

  /**
   * Gives the argument of an attach to the agent that is here already.
   *
   * @return false if there is none, or it is leaving
   */
  public static boolean handOver(String argument) {
    Predicate<String> agent = AGENT.get();
    return agent != null && agent.test(argument);
  }

  /** Leaves the bridge to the next agent, after every probe has gone dark. */
  public static void release() {
    AGENT.set(null);
  }

  /**
   * Begins a call.
   *
   * @param id of the probe
   * @return the token for the exit
   */
  public static long enter(int id) {
    int level = Probes.levelOf(id);
    if (level == Probe.TIMING) {
      return Token.startedNow(Probe.TIMING);
    }
    if (level <= Probe.COUNT) {
      return level;
    }
    if (level == Probe.SAMPLED) {
      Recorder recorder = RecorderTable.find();
      if (recorder != null && !recorder.isTurnToTime()) {
        return Probe.COUNT;
      }
    }
    return enterRecorded(id, level);
  }

  @DontInline
  private static long enterRecorded(int id, int level) {
    try {
      Recorder recorder = Recorder.current();
      if (level == Probe.SPAN) {
        return recorder.stack().push();
      }
      // Asked again if it has been already: it stays true until a call is timed.
      if (!recorder.isTurnToTime()) {
        return Probe.COUNT;
      }
      recorder.timed();
      return Token.startedNow(Probe.SAMPLED);
    } catch (Throwable e) {
      failed(e, id);
      return Token.NONE;
    }
  }

  /**
   * Whether a call that began is to hand over its arguments when it ends: not if nothing is
   * recorded of it, nor while its values are left out.
   *
   * @param token what {@link #enter} returned
   */
  @ForceInline
  public static boolean wantsArguments(int id, long token) {
    return token != Token.NONE && Probes.get(id).capture != null;
  }

  /**
   * Ends a call that returned, of a method without captured values.
   *
   * @param token what {@link #enter} returned
   */
  public static void exit(int id, long token) {
    if (token == Token.NONE) {
      return;
    }
    if (Token.level(token) >= Probe.SPAN) {
      end(id, token, null);
      return;
    }
    long end = endOf(token);
    Recorder recorder = RecorderTable.find();
    DurationCell cell = recorder == null ? null : recorder.knownCell(Probes.get(id).series);
    if (cell == null || !cell.recordKnown(token, end)) {
      endUnknown(id, token, end);
    }
  }

  /**
   * Ends a call of a method without captured values.
   *
   * @param token what {@link #enter} returned
   * @param thrown what the method ended with; null after a normal return
   */
  @DontInline
  public static void exit(int id, long token, Throwable thrown) {
    if (token != Token.NONE) {
      end(id, token, thrown);
    }
  }

  @DontInline
  private static void end(int id, long token, Throwable thrown) {
    end(id, token, endOf(token), thrown);
  }

  /** The first call of a kind on a thread, and whatever else is not for {@link #exit}. */
  @DontInline
  private static void endUnknown(int id, long token, long end) {
    end(id, token, end, null);
  }

  private static void end(int id, long token, long end, Throwable thrown) {
    try {
      Recorder recorder = Recorder.current();
      if (recorder.isCapturing()) {
        recorder.abandon(token);
      } else {
        Probe probe = Probes.get(id);
        String error = errorOf(thrown);
        Series exit = exitOf(probe.series, error, recorder);
        recorder.record(probe, exit, token, end, error, null);
      }
    } catch (Throwable e) {
      abandoned(e, id, token);
    }
  }

  /**
   * Ends a call of a method whose values are captured: dimensions, measures, span attributes.
   *
   * @param self the receiver; null for static methods
   * @param arguments as they were when the call began; null if they could not be kept
   * @param returned boxed if primitive; null for void and after an exception
   */
  @DontInline
  public static void exitCapturing(
      int id, long token, Object self, Object[] arguments, Object returned, Throwable thrown) {
    Probe probe = Probes.get(id);
    Capture capture = probe.capture;
    if (token == Token.NONE || capture == null || arguments == null) {
      // Without a capture the agent has left, or the config has changed since the class was woven;
      // without arguments there was no room for them, or nothing was recorded when the call began.
      exit(id, token, thrown);
      return;
    }
    long end = endOf(token);
    try {
      Recorder recorder = Recorder.current();
      if (recorder.isCapturing()) {
        recorder.abandon(token);
        return;
      }
      Series series = probe.series;
      Object[] attributes = null;
      long readingSince = recorder.isReadingToTime() ? System.nanoTime() : 0;
      // Reading values may run woven getters of the application; those calls are Gemba's own doing
      // and must not be counted.
      recorder.capturing(true);
      try {
        series = capture.series(series, self, arguments, returned, thrown);
        capture.measure(series, self, arguments, returned, thrown);
        if (Token.level(token) == Probe.SPAN
            && Stacks.wantsValues(probe, Token.nanosUntil(end, token), thrown != null)) {
          attributes = capture.attributes(self, arguments, returned, thrown);
        }
      } finally {
        recorder.capturing(false);
      }
      // Another one if a virtual thread has changed its carrier while values were read.
      Recorder now = Recorder.current();
      if (readingSince != 0) {
        now.valuesRead(System.nanoTime() - readingSince);
      }
      record(now, probe, series, token, end, thrown, attributes);
    } catch (Throwable e) {
      abandoned(e, id, token);
    }
  }

  /**
   * Counts what is called so often, and does so little, that nothing else is asked of it.
   *
   * @param number how many calls this one stands for
   */
  public static void count(int id, int number) {
    if (Probes.levelOf(id) == Probe.DARK || number <= 0) {
      return;
    }
    Recorder recorder = RecorderTable.find();
    DurationCell cell = recorder == null ? null : recorder.knownCell(Probes.get(id).series);
    if (cell == null) {
      countUnknown(id, number);
    } else {
      cell.count(number);
    }
  }

  @DontInline
  private static void countUnknown(int id, int number) {
    try {
      Recorder recorder = Recorder.current();
      if (!recorder.isCapturing()) {
        recorder.count(Probes.get(id).series, number);
      }
    } catch (Throwable e) {
      failed(e, id);
    }
  }

  /** Whether a call that begins is to hand its arguments to {@link #enterGuided}. */
  public static boolean wantsGuide(int id) {
    return Probes.levelOf(id) != Probe.DARK && Probes.get(id).capture instanceof Guide;
  }

  /**
   * Begins a call of a library's method that a pack sees to.
   *
   * @param self the receiver; null for static methods
   * @param arguments with one more place at the end, for the bridge; null if nobody wants them
   * @return the token for {@link #exitGuided}
   */
  @DontInline
  public static long enterGuided(int id, Object self, Object[] arguments) {
    if (arguments == null) {
      return Token.NONE;
    }
    try {
      Probe probe = Probes.get(id);
      return probe.capture instanceof Guide guide
          ? GuidedCall.begin(probe, guide, self, arguments)
          : Token.NONE;
    } catch (Throwable e) {
      abandonedGuided(e, id, arguments);
      return Token.NONE;
    }
  }

  /**
   * Ends a call of a library's method that a pack sees to.
   *
   * @param token what {@link #enterGuided} returned
   */
  public static void exitGuided(
      int id, long token, Object self, Object[] arguments, Object returned, Throwable thrown) {
    Object unused = endGuided(id, token, self, arguments, returned, thrown);
  }

  /**
   * Ends a call that returned and may last longer, of a method whose result may be exchanged.
   *
   * @param token what {@link #enterGuided} returned
   * @return what the method is to return
   */
  public static Object exitLasting(
      int id, long token, Object self, Object[] arguments, Object returned) {
    return endGuided(id, token, self, arguments, returned, null);
  }

  @DontInline
  private static Object endGuided(
      int id, long token, Object self, Object[] arguments, Object returned, Throwable thrown) {
    GuidedCall call = GuidedCall.of(arguments);
    if (call == null) {
      return returned;
    }
    try {
      return call.end(token, self, arguments, returned, thrown);
    } catch (Throwable e) {
      abandoned(e, id, token);
      return returned;
    }
  }

  /**
   * Begins a call whose values a pack may exchange.
   *
   * @param arguments what the method takes; null if nobody wants to see it
   */
  public static void enterExchanging(int id, Object self, Object[] arguments) {
    if (arguments != null && Probes.get(id).capture instanceof Guide guide) {
      Exchange.take(guide, self, arguments);
    }
  }

  /**
   * What a method is to take, after {@link #enterExchanging}.
   *
   * @param own what it would take without
   */
  public static Object argument(Object[] arguments, int index, Object own) {
    return arguments == null ? own : arguments[index];
  }

  /**
   * Ends a call whose values a pack may exchange, and that returned.
   *
   * @return what the method is to return
   */
  public static Object exitExchanging(int id, Object self, Object[] arguments, Object returned) {
    return arguments != null && Probes.get(id).capture instanceof Guide guide
        ? Exchange.give(guide, id, self, arguments, returned)
        : returned;
  }

  @DontInline
  static void abandonedGuided(Throwable thrown, int id, Object[] arguments) {
    try {
      GuidedCall call = GuidedCall.of(arguments);
      if (call != null) {
        arguments[arguments.length - 1] = null;
        call.leave();
      }
    } catch (Throwable ignored) {
      // What is wrong is told below.
    }
    failed(thrown, id);
  }

  /**
   * Begins a call of a constructor. Its span is written when it ends, and never lies on the stack
   * of spans: no exit is recorded if the superclass's constructor throws.
   */
  public static long enterConstructor(int id) {
    int level = Probes.levelOf(id);
    return level == Probe.SPAN ? Token.startedNow(Token.SPAN_AT_END) : enter(id);
  }

  /** Ends a span that the application began itself. */
  static void exitWith(Probe probe, long token, Object[] attributes, Throwable thrown) {
    if (token == Token.NONE) {
      return;
    }
    try {
      record(Recorder.current(), probe, probe.series, token, endOf(token), thrown, attributes);
    } catch (Throwable e) {
      abandoned(e, probe.id, token);
    }
  }

  private static void record(
      Recorder recorder,
      Probe probe,
      Series series,
      long token,
      long end,
      Throwable thrown,
      Object[] attributes) {
    String error = errorOf(thrown);
    Series exit = exitOf(series, error, recorder);
    recorder.recordOutOfLine(probe, exit, token, end, error, attributes);
  }

  private static String errorOf(Throwable thrown) {
    return thrown == null ? null : thrown.getClass().getName();
  }

  private static Series exitOf(Series series, String error, Recorder recorder) {
    return error == null ? series : series.child(Series.ERROR_TYPE, error, recorder);
  }

  /** Gemba failed at the end of a call: its span must not stay and become a wrong parent. */
  @DontInline
  static void abandoned(Throwable thrown, int id, long token) {
    try {
      Stacks.abandon(token);
    } catch (Throwable ignored) {
      // What is wrong is told below.
    }
    failed(thrown, id);
  }

  @ForceInline
  private static long endOf(long token) {
    return Token.isTimed(token) ? System.nanoTime() : 0;
  }

  /** Gemba itself failed. Never throws, whatever has been thrown. */
  @DontInline
  public static void failed(Throwable thrown, int id) {
    try {
      // An exhausted stack or heap is the application's condition, not a fault of the probe.
      Probes.get(id).failed(thrown, !(thrown instanceof VirtualMachineError));
    } catch (Throwable ignored) {
      // There is nobody left to tell: the stack or heap is exhausted here as well.
    }
  }
}
