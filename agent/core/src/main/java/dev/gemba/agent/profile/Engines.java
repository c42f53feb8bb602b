package dev.gemba.agent.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import one.profiler.AsyncProfiler;

/**
 * The ladder of what may sample: async-profiler, from wherever its library can be loaded; else JDK
 * Flight Recorder; else nothing. Leaves another profiler that is in this JVM alone. For one thread
 * at a time.
 */
final class Engines {

  /** Loads the best; fails if it is not to be had. */
  @FunctionalInterface
  interface Loader {
    Engine load() throws ProfileException;
  }

  /**
   * A session that was begun.
   *
   * @param engine by what
   * @param plan what is sampled, which may be less than was wanted
   * @param problems why nothing better does, or not all of it
   */
  record Begun(Session session, Engine engine, SamplingPlan plan, List<String> problems) {
    Begun {
      problems = List.copyOf(problems);
    }
  }

  private final Loader loader;
  private final Engine other;
  private final Supplier<String> otherProfiler;

  /** Loaded once; it stays until the JVM ends. */
  private Engine best;

  /** Whether another profiler was all that was in the way of the best. */
  private boolean leftToAnother;

  /**
   * A ladder.
   *
   * @param loader of the best
   * @param other in its stead
   * @param otherProfiler name of another profiler's library that is in this JVM; null if there is
   *     none
   */
  Engines(Loader loader, Engine other, Supplier<String> otherProfiler) {
    this.loader = loader;
    this.other = other;
    this.otherProfiler = otherProfiler;
  }

  static Engines ofThisJvm() {
    return new Engines(Engines::async, new JfrEngine(), NativeLibrary::otherProfiler);
  }

  private static Engine async() throws ProfileException {
    AsyncProfiler loaded = NativeLibrary.load(Scratch.directories());
    return new AsyncEngine(loaded);
  }

  /**
   * Begins a session with the best that can.
   *
   * @throws ProfileException if nothing can; its message says of each why not
   */
  Begun begin(SamplingPlan plan) throws ProfileException {
    List<String> problems = new ArrayList<>();
    try {
      return begin(best(), plan, problems);
    } catch (ProfileException e) {
      problems.add(e.getMessage());
    }
    try {
      return begin(other, plan, problems);
    } catch (ProfileException e) {
      problems.add(e.getMessage());
      throw new ProfileException(String.join("; ", problems), e);
    }
  }

  private static Begun begin(Engine engine, SamplingPlan plan, List<String> problems)
      throws ProfileException {
    SamplingPlan possible = plan;
    List<String> more = new ArrayList<>(problems);
    String noWall = engine.whyNot(Event.WALL);
    if (plan.wallNanos() > 0 && noWall != null) {
      possible = plan.withoutWall();
      more.add(noWall);
    }
    long cpuNanos = plan.cpuNanos() == 0 ? 0 : engine.possibleCpuNanos(plan.cpuNanos());
    if (cpuNanos != plan.cpuNanos()) {
      possible = possible.withCpuNanos(cpuNanos);
      more.add(
          "perf_event_open is refused: CPU is sampled every %d ms".formatted(cpuNanos / 1_000_000));
    }
    if (possible.isEmpty()) {
      throw new ProfileException(noWall);
    }
    try {
      return new Begun(engine.begin(possible), engine, possible, more);
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new ProfileException(engine.name() + " cannot be had: " + e, e);
    }
  }

  private Engine best() throws ProfileException {
    String another = otherProfiler.get();
    leftToAnother = another != null;
    if (another != null) {
      throw new ProfileException("another profiler is in this JVM (" + another + ")");
    }
    if (best == null) {
      try {
        best = loader.load();
      } catch (RuntimeException | LinkageError e) {
        throw new ProfileException("async-profiler cannot be had: " + e, e);
      }
    }
    return best;
  }

  /** Whether a better one than this may do by now; costs a look at the libraries that are there. */
  boolean isBetterNow(Engine than) {
    return !isBest(than) && leftToAnother && otherProfiler.get() == null;
  }

  /** Somebody else who has come to sample meanwhile, whom this one is in the way of; or null. */
  String inTheWayOf(Engine engine) {
    return isBest(engine) ? otherProfiler.get() : null;
  }

  @SuppressWarnings("ReferenceEquality") // an engine is what it is
  private boolean isBest(Engine engine) {
    return engine == best;
  }
}
