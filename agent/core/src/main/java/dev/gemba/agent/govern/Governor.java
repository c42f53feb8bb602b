package dev.gemba.agent.govern;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Metric.NumberPoint;
import dev.gemba.api.export.Snapshot;
import dev.gemba.bootstrap.Probe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps what Gemba costs under its budget: looks at the newest snapshot once a second, and has
 * operations recorded at a lower level, or at their own again, as the {@link Ladder} says. {@link
 * #look} is for one thread; what it found may be read by any.
 */
public final class Governor {

  /** What the governor steers. */
  public interface Controls {

    /** The operations of woven methods. */
    List<Operation> operations();

    /** The operation that a recorded name belongs to; null if it is none of woven methods. */
    String operationOf(String recorded);

    /**
     * Records operations at these levels at most, and all others as they are wanted.
     *
     * @param levels of {@link Probe}, by operation
     * @param withoutValues operations of which no values are captured
     * @param unwoven operations at {@link Probe#DARK} whose methods are to be given back
     */
    void hold(Map<String, Integer> levels, Set<String> withoutValues, Set<String> unwoven);

    /**
     * Keeps this share of the traces that the configuration would keep.
     *
     * @param share above 0 to 1
     */
    void keepTraces(double share);

    /** Lets exporters have a snapshot after so many seconds at the earliest. */
    void exportEvery(int seconds);

    /** Takes samples so many times less often than the configuration says; 0 for none. */
    void sampleSlower(int times);
  }

  /**
   * An operation of woven methods.
   *
   * @param name its name, in which <code>{type}</code> stands for any receiver
   * @param level at which it is recorded, of {@link Probe}
   * @param wanted at which it would be without a governor
   * @param values whether values of its calls are captured that could be left out
   * @param valuesWanted whether they would be without a governor
   * @param pinned whether its level was set by hand
   */
  public record Operation(
      String name, int level, int wanted, boolean values, boolean valuesWanted, boolean pinned) {}

  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final Duration PROMPT = Duration.ofMillis(1_500);
  private static final Duration SHORTEST = Duration.ofMillis(900);
  private static final int LOOKS_PER_CALIBRATION = 60;
  private static final int MOST_STEPS_KEPT = 200;
  private static final int DEAREST = 10;
  private static final double NANOS = 1e9;

  private final Controls controls;
  private final OverheadMeter meter;
  private final Supplier<OptionalDouble> budget;
  private final StepTeller teller;
  private final PartTotals totals = new PartTotals();
  private final Ladder ladder = new Ladder();
  private final Deque<Moment> moments = new ArrayDeque<>();
  private Throttle throttle = new Throttle();
  private SamplingPace pace = new SamplingPace();
  private final Held held = new Held();
  private final Map<String, String> operationsOfRecorded = new HashMap<>();
  private int looks;
  private boolean calibrationIsDue;

  /** Up to where the totals go; null if what came after that is to be left out. */
  private Moment accounted;

  private volatile Overhead newest;
  private volatile boolean paused;

  // Guarded by itself.
  private final Deque<Step> steps = new ArrayDeque<>();

  // Guarded by steps.
  private long down;
  private long up;

  /**
   * A governor that has not looked yet.
   *
   * @param budget share of the process's CPU; empty to measure only
   * @param messages takes one line for each time that anything is changed; see {@link StepTeller}
   */
  public Governor(
      Controls controls,
      OverheadMeter meter,
      Supplier<OptionalDouble> budget,
      Consumer<String> messages) {
    this.controls = controls;
    this.meter = meter;
    this.budget = budget;
    this.teller = new StepTeller(messages);
  }

  /**
   * Looks at what the last seconds cost, and does what there is to do.
   *
   * @param snapshot the newest; null if there is none yet
   * @param spans how many came with it
   */
  public void look(Snapshot snapshot, int spans) {
    if (paused) {
      moments.clear();
      accounted = null;
      return;
    }
    Moment last = moments.peekLast();
    if (snapshot == null || (last != null && !snapshot.time().isAfter(last.snapshot().time()))) {
      return;
    }
    calibrationIsDue |= isTimeToCalibrate();
    if (calibrationIsDue && last != null && isPrompt(last, snapshot)) {
      calibrationIsDue = false;
      meter.calibrate();
      // Its own CPU, once a minute, says nothing of what the calls cost.
      moments.clear();
    }
    looks++;
    Moment now = meter.moment(snapshot);
    moments.add(now);
    while (moments.size() > 2 && spans(second(), now).compareTo(WINDOW) >= 0) {
      moments.removeFirst();
    }
    Map<String, Operation> operations = new TreeMap<>();
    controls.operations().forEach(operation -> operations.put(operation.name(), operation));
    account(operations, now);
    if (spans(moments.getFirst(), now).compareTo(SHORTEST) >= 0) {
      judge(operations, moments.getFirst(), now, spans);
    }
    teller.tell(snapshot.time());
  }

  /**
   * Often at first, as the JIT is busy with the application then: at looks 2, 6, 14, 30. Not at the
   * very first, as there may be something to decide, for which a guess will do.
   */
  private boolean isTimeToCalibrate() {
    boolean early = looks < LOOKS_PER_CALIBRATION && Integer.bitCount(looks + 2) == 1;
    return looks > 0 && (early || looks % LOOKS_PER_CALIBRATION == 0);
  }

  /**
   * Whether Gemba's threads get their turns. Where hundreds of others want the CPU as well, a
   * calibration would hold up everything for ten seconds, and be wrong.
   */
  private static boolean isPrompt(Moment last, Snapshot snapshot) {
    return Duration.between(last.snapshot().time(), snapshot.time()).compareTo(PROMPT) < 0;
  }

  /** Adds what was used since the last look, which the windows to judge by overlap. */
  private void account(Map<String, Operation> operations, Moment now) {
    if (accounted != null && spans(accounted, now).compareTo(Duration.ZERO) > 0) {
      totals.add(meter.between(accounted, now, recorded -> levelOf(operations, recorded)).parts());
    }
    accounted = now;
  }

  /**
   * Leaves everything as it is, or goes on: while somebody else changes levels, what is measured
   * says nothing of what they cost. For any thread.
   */
  public void pause(boolean on) {
    paused = on;
  }

  private void judge(Map<String, Operation> operations, Moment older, Moment now, int spans) {
    Overhead overhead = meter.between(older, now, recorded -> levelOf(operations, recorded));
    newest = overhead;
    OptionalDouble limit = budget.get();
    if (limit.isEmpty()) {
      release();
      return;
    }
    double seconds = now.snapshot().time().toEpochMilli() / 1e3;
    List<Ladder.Move> moves =
        ladder.decide(
            seconds, limit.getAsDouble(), overhead, loads(operations, older, now, overhead));
    List<Step> taken = new ArrayList<>();
    String reason = reason(overhead, limit.getAsDouble());
    Throttle.Turn turn = pace.decide(seconds, limit.getAsDouble(), overhead);
    if (turn == null) {
      turn = throttle.decide(seconds, limit.getAsDouble(), overhead, spans);
    }
    if (turn != null) {
      applyThrottle();
      taken.add(
          new Step(
              now.snapshot().time(), turn.subject(), turn.from(), turn.to(), turn.down(), reason));
    }
    if (!moves.isEmpty()) {
      taken.addAll(take(moves, now, overhead, limit.getAsDouble(), reason));
    } else if (held.unweaveRested(seconds)) {
      held.tell(controls);
    }
    if (!taken.isEmpty()) {
      // What was recorded before says nothing of what is to come.
      moments.clear();
      remember(taken);
      teller.add(taken);
    }
  }

  private void applyThrottle() {
    controls.keepTraces(throttle.traceShare());
    controls.exportEvery(throttle.exportSeconds());
    controls.sampleSlower(pace.times());
  }

  private int levelOf(Map<String, Operation> operations, String recorded) {
    Operation operation = operations.get(operationOf(operations, recorded));
    return operation == null ? Probe.TIMING : operation.level();
  }

  /** Never null, so that it may be looked up. */
  private String operationOf(Map<String, Operation> operations, String recorded) {
    if (operations.containsKey(recorded)) {
      return recorded;
    }
    return operationsOfRecorded.computeIfAbsent(
        recorded,
        name -> {
          String found = controls.operationOf(name);
          return found == null ? "" : found;
        });
  }

  private List<Load> loads(
      Map<String, Operation> operations, Moment older, Moment now, Overhead overhead) {
    Map<String, Long> calls = new HashMap<>();
    OverheadMeter.callsBetween(older, now)
        .forEach(
            (recorded, made) -> calls.merge(operationOf(operations, recorded), made, Long::sum));
    double seconds = overhead.window().toNanos() / NANOS;
    List<Load> loads = new ArrayList<>();
    for (Operation operation : operations.values()) {
      loads.add(
          new Load(
              operation.name(),
              operation.level(),
              operation.wanted(),
              operation.values(),
              operation.valuesWanted(),
              operation.pinned(),
              calls.getOrDefault(operation.name(), 0L) / seconds));
    }
    return loads;
  }

  private static String reason(Overhead overhead, double limit) {
    return "Gemba is reckoned to cost "
        + percent(overhead.reckoned())
        + " of the CPU, its budget is "
        + percent(limit);
  }

  /** Without a formatter, whose classes would hold up the first decision: 20 ms of CPU. */
  private static String percent(double ratio) {
    return Math.round(ratio * 1_000) / 10.0 + " %";
  }

  private List<Step> take(
      List<Ladder.Move> moves, Moment now, Overhead overhead, double limit, String reason) {
    List<Step> taken = new ArrayList<>();
    double seconds = now.snapshot().time().toEpochMilli() / 1e3;
    double slowdown = overhead.slowdown();
    for (Ladder.Move move : moves) {
      Load load = move.load();
      Rung from = Rung.of(load);
      held.move(load, move.to(), seconds, slowdown);
      boolean valued = load.valuesWanted();
      taken.add(
          new Step(
              now.snapshot().time(),
              load.operation(),
              from.text(valued),
              move.to().text(valued),
              move.to().isBelow(from),
              reason));
    }
    held.unweave(limit * overhead.cpus() * NANOS);
    held.tell(controls);
    meter.uncounted(held.darkCallsPerSecond());
    return taken;
  }

  private void remember(List<Step> taken) {
    synchronized (steps) {
      for (Step step : taken) {
        steps.addLast(step);
        if (steps.size() > MOST_STEPS_KEPT) {
          steps.removeFirst();
        }
        if (step.down()) {
          down++;
        } else {
          up++;
        }
      }
    }
  }

  private void release() {
    if (held.clear()) {
      held.tell(controls);
      meter.uncounted(Map.of());
    }
    if (throttle.isTurned() || pace.times() != 1) {
      throttle = new Throttle();
      pace = new SamplingPace();
      applyThrottle();
    }
  }

  /** The share of the configured traces that is kept, above 0 to 1. For the weaver's thread. */
  public double traceShare() {
    return throttle.traceShare();
  }

  /** What was found last; null before that. */
  public Overhead newest() {
    return newest;
  }

  /** The last steps, oldest first. */
  public List<Step> steps() {
    synchronized (steps) {
      return Collections.unmodifiableList(new ArrayList<>(steps));
    }
  }

  /** What Gemba tells of its own price. */
  public List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    Overhead found = newest;
    if (found != null && !Double.isNaN(found.ratio())) {
      metrics.add(
          new Metric(
              "gemba.overhead.ratio",
              "1",
              "Gemba's share of the process's CPU, by its model.",
              new Metric.Gauge(List.of(new NumberPoint(Attributes.empty(), found.ratio())))));
      metrics.add(
          new Metric(
              "gemba.overhead.operation.ratio",
              "1",
              "What the calls of the dearest operations cost, as a share of the process's CPU.",
              new Metric.Gauge(
                  found.dearest().stream()
                      .limit(DEAREST)
                      .map(
                          cost ->
                              new NumberPoint(
                                  Attributes.of("gemba.operation", cost.operation()), cost.ratio()))
                      .toList())));
    }
    metrics.add(totals.metric());
    synchronized (steps) {
      metrics.add(
          new Metric(
              "gemba.governor.steps",
              "{step}",
              "Changes of capture levels to keep the overhead under its budget.",
              new Metric.Sum(
                  true,
                  List.of(
                      new NumberPoint(Attributes.of("direction", "down"), down),
                      new NumberPoint(Attributes.of("direction", "up"), up)))));
    }
    return metrics;
  }

  private static Duration spans(Moment older, Moment newer) {
    return Duration.between(older.snapshot().time(), newer.snapshot().time());
  }

  private Moment second() {
    Moment first = moments.removeFirst();
    Moment second = moments.getFirst();
    moments.addFirst(first);
    return second;
  }
}
