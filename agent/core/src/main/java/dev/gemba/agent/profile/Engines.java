package dev.gemba.agent.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import one.profiler.AsyncProfiler;

/**
 * The ladder of what may sample: async-profiler, from wherever its library can be loaded; else JDK
 * Flight Recorder; else nothing. Leaves another profiler that is in this JVM alone. For one thread
 * at a time.
 */
final class Engines {

  /** A session that was begun, by what, and why by nothing better. */
  record Begun(Session session, Engine engine, List<String> problems) {
    Begun {
      problems = List.copyOf(problems);
    }
  }

  /** Loaded once; it stays until the JVM ends. */
  private AsyncProfiler loaded;

  private final Engine jfr = new JfrEngine();

  /** Whether another profiler was all that was in the way of the best. */
  private boolean leftToAnother;

  /**
   * Begins a session with the best that can.
   *
   * @throws ProfileException if nothing can; its message says of each why not
   */
  Begun begin(SamplingPlan plan) throws ProfileException {
    List<String> problems = new ArrayList<>();
    try {
      Engine best = async();
      return new Begun(best.begin(plan), best, problems);
    } catch (ProfileException | IOException e) {
      problems.add(e.getMessage());
    }
    try {
      return new Begun(jfr.begin(plan), jfr, problems);
    } catch (ProfileException | IOException e) {
      problems.add(e.getMessage());
      throw new ProfileException(String.join("; ", problems), e);
    }
  }

  /**
   * Whether a better one than this may do by now; costs a look at the libraries that are loaded.
   */
  boolean isBetterNow(Engine than) {
    return than instanceof JfrEngine && leftToAnother && NativeLibrary.otherProfiler() == null;
  }

  /** Whether somebody else has come to sample meanwhile, whom this one would be in the way of. */
  static String inTheWayOf(Engine engine) {
    return engine instanceof AsyncEngine ? NativeLibrary.otherProfiler() : null;
  }

  private Engine async() throws ProfileException {
    String other = NativeLibrary.otherProfiler();
    leftToAnother = other != null;
    if (other != null) {
      throw new ProfileException("another profiler is in this JVM (" + other + ")");
    }
    if (loaded == null) {
      loaded = NativeLibrary.load(Scratch.directories());
    }
    return new AsyncEngine(loaded);
  }
}
