package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Something that may drive Gemba over its budget, and knows itself how much it called. */
interface GovernorCase {

  /** For {@code --only} and programs. */
  String name();

  /** For people. */
  String title();

  /** Gemba's patterns of what is watched. */
  List<String> targets();

  /** Before the load begins. */
  default int idleSeconds() {
    return 0;
  }

  /** Within so many seconds of the load, the governor is to have met the budget. */
  default int withinSeconds() {
    return 10;
  }

  /**
   * Whether it takes the JIT most of a minute to compile what it calls: then a shorter run says
   * nothing of the pace, with or without an agent.
   */
  default boolean isSlowToWarmUp() {
    return false;
  }

  /**
   * Runs it in a JVM of its own, under a load of so many seconds.
   *
   * @param directory for all that it writes; Gemba's output is in {@code gemba} below it
   */
  Observed run(Run run, Path directory, Launch launch, int seconds) throws Exception;

  /**
   * Where a case runs.
   *
   * @param quick whether it may be a smaller one
   */
  record Run(Jdk jdk, Place place, boolean quick) {}

  /**
   * What one JVM did.
   *
   * @param calls how often the methods that are watched were called in truth, by operation; those
   *     of other operations are not known
   * @param steps what Gemba said of its governor when the load was over; null without Gemba
   */
  record Observed(Course course, Map<String, Long> calls, GovernorSteps steps) {}

  /** What Gemba says of its governor; null if it is not there. */
  static GovernorSteps ask(Launch launch, ForkedJvm jvm) throws IOException {
    boolean gemba = launch.options().stream().anyMatch(option -> option.startsWith("-javaagent:"));
    return gemba ? GovernorSteps.of(GembaControl.of(jvm.pid())) : null;
  }
}
