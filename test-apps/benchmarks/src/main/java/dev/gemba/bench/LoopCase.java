package dev.gemba.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Threads that do the same work without pause, in {@code LoadWorkload}.
 *
 * @param work its name there
 * @param generatedClasses how many classes it needs that are made for it; 0 for none
 * @param rounds of hashing in each of their methods
 */
record LoopCase(
    String name,
    String title,
    List<String> targets,
    String work,
    int threads,
    int generatedClasses,
    int rounds,
    int idleSeconds,
    int withinSeconds)
    implements GovernorCase {

  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final Pattern DONE = Pattern.compile("^done", Pattern.MULTILINE);
  private static final Pattern SECOND =
      Pattern.compile("^second (\\S+) (\\S+) (\\S+)", Pattern.MULTILINE);
  private static final Pattern CALLS = Pattern.compile("^calls:(\\S+) (\\d+)", Pattern.MULTILINE);
  private static final String WORKLOAD = "dev.gemba.bench.workload.";

  LoopCase {
    targets = List.copyOf(targets);
  }

  static LoopCase of(String name, String title, String type, String work, int threads) {
    return new LoopCase(
        name, title, List.of(WORKLOAD + type + ".*(..)"), work, threads, 0, 0, 0, 10);
  }

  /** The same after a time in which nothing is called, to be met within so many seconds. */
  LoopCase afterIdle(int seconds, int within) {
    return new LoopCase(
        name, title, targets, work, threads, generatedClasses, rounds, seconds, within);
  }

  /** A thread that calls so many methods of so many operations, in turn. */
  static LoopCase ofProbes(String name, String title, int methods, int rounds) {
    return new LoopCase(
        name,
        title,
        List.of(GeneratedClasses.PREFIX + "*.small*(..)"),
        "probes",
        1,
        methods / GeneratedClasses.METHODS,
        rounds,
        0,
        10);
  }

  @Override
  public boolean isSlowToWarmUp() {
    return generatedClasses > 0;
  }

  @Override
  public Observed run(Run run, Path directory, Launch launch, int seconds) throws Exception {
    int idle = run.quick() ? Math.min(1, idleSeconds) : idleSeconds;
    List<Object> arguments = new ArrayList<>(List.of(work, threads, idle, seconds));
    if (generatedClasses > 0) {
      Path classes = directory.resolve("classes");
      int written = run.quick() ? 10 : generatedClasses;
      GeneratedClasses.write(classes, written, rounds);
      arguments.addAll(
          List.of(classes, GeneratedClasses.PREFIX, written, GeneratedClasses.METHODS));
    }
    List<String> program = ForkedJvm.workload(run.place(), "LoadWorkload", arguments.toArray());
    try (ForkedJvm jvm = ForkedJvm.start(run.jdk(), directory, launch, program)) {
      Thread.sleep(1000L * (idle + seconds));
      jvm.await(DONE, MARGIN);
      GovernorSteps steps = GovernorCase.ask(launch, jvm);
      jvm.tell("end");
      ForkedJvm.Ended ended = jvm.end(MARGIN);
      return new Observed(course(ended), calls(ended), steps);
    }
  }

  private static Course course(ForkedJvm.Ended ended) {
    List<Course.Mark> marks = new ArrayList<>();
    Matcher lines = SECOND.matcher(ended.output());
    while (lines.find()) {
      marks.add(
          new Course.Mark(
              Double.parseDouble(lines.group(1)),
              Double.parseDouble(lines.group(2)),
              Double.parseDouble(lines.group(3))));
    }
    return Course.of((long) ended.number("startMillis"), marks);
  }

  private static Map<String, Long> calls(ForkedJvm.Ended ended) {
    Map<String, Long> calls = new HashMap<>();
    Matcher lines = CALLS.matcher(ended.output());
    while (lines.find()) {
      calls.put(lines.group(1), Long.parseLong(lines.group(2)));
    }
    return calls;
  }
}
