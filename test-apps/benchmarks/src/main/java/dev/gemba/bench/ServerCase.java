package dev.gemba.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server under a closed loop of users, with all of its methods watched.
 *
 * @param oncePerRequest the operation that is called once for each request
 */
record ServerCase(Application application, String oncePerRequest, int users)
    implements GovernorCase {

  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public String name() {
    return application.name();
  }

  @Override
  public String title() {
    return "every method of the " + application.title() + ", " + users + " users";
  }

  @Override
  public List<String> targets() {
    return application.everything();
  }

  /** Its pace doubles between the tenth and the seventieth second. */
  @Override
  public boolean isSlowToWarmUp() {
    return true;
  }

  @Override
  public Observed run(Run run, Path directory, Launch launch, int seconds) throws Exception {
    try (Application.Server server =
            application.start(run.jdk(), directory, launch.with("-Xmx1g"));
        Application.LoadDriver load = application.load(run.jdk(), server, users, 0, seconds)) {
      Course course = watch(server, load, seconds);
      long requests = load.end().requests();
      GovernorSteps steps = GovernorCase.ask(launch, server.jvm());
      server.jvm().terminate(Duration.ofMinutes(1));
      return new Observed(course, Map.of(oncePerRequest, requests), steps);
    }
  }

  /** From the first answers on: before them, the driver's own JVM starts. */
  private static Course watch(Application.Server server, Application.LoadDriver load, int seconds)
      throws Exception {
    while (load.answered() == 0 && server.jvm().isAlive()) {
      Thread.sleep(10);
    }
    long startMillis = System.currentTimeMillis();
    long start = System.nanoTime();
    List<Course.Mark> marks = new ArrayList<>();
    for (int second = 1; second < seconds; second++) {
      long passed = System.nanoTime() - start;
      double cpuNanos = Proc.cpuMillis(server.jvm().pid()) * NANOS_PER_MILLI;
      marks.add(new Course.Mark(passed, load.answered(), cpuNanos));
      long wait = start + second * 1_000_000_000L - System.nanoTime();
      Thread.sleep(Math.max(0, wait / 1_000_000));
    }
    return Course.of(startMillis, marks);
  }
}
