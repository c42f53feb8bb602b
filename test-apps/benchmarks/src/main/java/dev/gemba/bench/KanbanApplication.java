package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kanban server of this project, under its own load driver. */
record KanbanApplication(Place place) implements Application {

  private static final int TASKS = 200;

  /** Between two lines of how many requests there were. */
  static final int PROGRESS_MILLIS = 1_000;

  private static final Duration TO_START = Duration.ofMinutes(1);
  private static final Duration AT_MOST = Duration.ofMinutes(10);
  private static final Pattern LISTENING = Pattern.compile("kanban: listening on (http:\\S*[0-9])");
  private static final Pattern WARMED_UP =
      Pattern.compile("warm-up: (\\d+) requests .*, (\\d+) unexpected answers");
  private static final Pattern REPORTED = Pattern.compile("^answers ", Pattern.MULTILINE);
  private static final Pattern PROGRESS = Pattern.compile("load: .*, (\\d+) requests");

  /** How a load driver is started. */
  static final Launch DRIVER = Launch.of("-Xmx512m");

  @Override
  public String name() {
    return "kanban";
  }

  @Override
  public String title() {
    return "kanban server of " + TASKS + " tasks";
  }

  @Override
  public List<String> everything() {
    return List.of("dev.gemba.kanban..*.*(..)");
  }

  @Override
  public boolean isSeenByPacks() {
    return true;
  }

  @Override
  public Launch gembaByDefault(Path directory) throws IOException {
    return Launch.of(
        "-javaagent:" + place.gemba() + "=" + place.kanbanConfig(),
        "-Dgemba.exporters.file.directory=" + ServiceWays.output(directory),
        "-Dgemba.exporters.prometheus.port=" + WebClient.freePort());
  }

  @Override
  public Server start(Jdk jdk, Path directory, Launch launch) throws Exception {
    Path data = directory.resolve("data");
    kanban(jdk, loadDirectory(directory), DRIVER, "generate", "--data", data, "--tasks", TASKS)
        .end(TO_START);
    List<String> serve = program("serve", "--port", 0, "--data", data);
    ForkedJvm jvm = ForkedJvm.start(jdk, directory, launch, serve);
    try {
      return new Server(jvm, jvm.await(LISTENING, TO_START).group(1), directory);
    } catch (IllegalStateException e) {
      jvm.close();
      throw e;
    }
  }

  @Override
  public LoadDriver load(Jdk jdk, Server server, int users, int warmUpSeconds, int seconds)
      throws IOException {
    return load(jdk, DRIVER, server, users, warmUpSeconds, seconds, PROGRESS_MILLIS);
  }

  /**
   * The same.
   *
   * @param launch how to start the driver
   * @param progressMillis how often it tells how many requests there were
   */
  Driver load(
      Jdk jdk,
      Launch launch,
      Server server,
      int users,
      int warmUpSeconds,
      int seconds,
      int progressMillis)
      throws IOException {
    Duration atMost = TO_START.plusSeconds(warmUpSeconds + seconds);
    return driver(
        jdk,
        launch,
        server,
        users,
        atMost,
        false,
        "--warm-up",
        warmUpSeconds,
        "--seconds",
        seconds,
        "--progress",
        "--progress-every",
        progressMillis);
  }

  /**
   * Starts a closed loop of users that ask the same in each run, however fast they are answered.
   * They go on after the report, until the driver is closed.
   *
   * @param launch how to start the driver
   * @param warmUp so many requests before those that are reported; at least one
   */
  Driver loadEvenly(Jdk jdk, Launch launch, Server server, int users, long warmUp, long requests)
      throws IOException {
    return driver(
        jdk,
        launch,
        server,
        users,
        AT_MOST,
        true,
        "--warm-up",
        warmUp,
        "--requests",
        requests,
        "--cool-down",
        AT_MOST.toSeconds());
  }

  private Driver driver(
      Jdk jdk,
      Launch launch,
      Server server,
      int users,
      Duration atMost,
      boolean goesOn,
      Object... options)
      throws IOException {
    Path directory = loadDirectory(server.directory());
    Path report = directory.resolve("load.json");
    List<Object> arguments = new ArrayList<>(List.of("load", "--url", server.url()));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--threads", users, "--json", report));
    return new Driver(kanban(jdk, directory, launch, arguments.toArray()), report, atMost, goesOn);
  }

  private static Path loadDirectory(Path directory) throws IOException {
    return Files.createDirectories(directory.resolve("load"));
  }

  private ForkedJvm kanban(Jdk jdk, Path directory, Launch launch, Object... arguments)
      throws IOException {
    return ForkedJvm.start(jdk, directory, launch, program(arguments));
  }

  private List<String> program(Object... arguments) {
    List<String> program = new ArrayList<>(List.of("-jar", place.kanban().toString()));
    for (Object argument : arguments) {
      program.add(argument.toString());
    }
    return program;
  }

  /**
   * A load driver's JVM.
   *
   * @param report is there when the load is over
   * @param goesOn whether it then drives more, until it is closed
   */
  record Driver(ForkedJvm jvm, Path report, Duration atMost, boolean goesOn) implements LoadDriver {

    @Override
    public long answered() throws IOException {
      long answered = 0;
      Matcher lines = PROGRESS.matcher(jvm.complained());
      while (lines.find()) {
        answered = Long.parseLong(lines.group(1));
      }
      return answered;
    }

    @Override
    public WarmUp warmUp() throws Exception {
      Matcher line = jvm.await(WARMED_UP, atMost);
      return new WarmUp(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
    }

    @Override
    public LoadReport end() throws Exception {
      if (goesOn) {
        jvm.await(REPORTED, atMost);
      } else {
        jvm.end(atMost);
      }
      JsonNode json = new ObjectMapper().readTree(report.toFile());
      JsonNode latency = json.path("latencyMillis");
      return new LoadReport(
          json.path("requests").asLong(),
          json.path("unexpected").asLong(),
          json.path("rate").asDouble(),
          latency.path("p50").asDouble(),
          latency.path("p99").asDouble());
    }

    @Override
    public void close() {
      jvm.close();
    }
  }
}
