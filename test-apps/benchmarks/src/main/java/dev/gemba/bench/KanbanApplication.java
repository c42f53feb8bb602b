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
  private static final Duration TO_START = Duration.ofMinutes(1);
  private static final Pattern LISTENING = Pattern.compile("kanban: listening on (http:\\S*[0-9])");
  private static final Pattern WARMED_UP =
      Pattern.compile("warm-up: (\\d+) requests .*, (\\d+) unexpected answers");
  private static final Pattern PROGRESS = Pattern.compile("load: .*, (\\d+) requests");

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
    kanban(jdk, loadDirectory(directory), "generate", "--data", data, "--tasks", TASKS)
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
    Path directory = loadDirectory(server.directory());
    Path report = directory.resolve("load.json");
    ForkedJvm driver =
        kanban(
            jdk,
            directory,
            "load",
            "--url",
            server.url(),
            "--warm-up",
            warmUpSeconds,
            "--seconds",
            seconds,
            "--threads",
            users,
            "--progress",
            "--json",
            report);
    return new Driver(driver, report, TO_START.plusSeconds(warmUpSeconds + seconds));
  }

  private static Path loadDirectory(Path directory) throws IOException {
    return Files.createDirectories(directory.resolve("load"));
  }

  private ForkedJvm kanban(Jdk jdk, Path directory, Object... arguments) throws IOException {
    return ForkedJvm.start(jdk, directory, Launch.of("-Xmx512m"), program(arguments));
  }

  private List<String> program(Object... arguments) {
    List<String> program = new ArrayList<>(List.of("-jar", place.kanban().toString()));
    for (Object argument : arguments) {
      program.add(argument.toString());
    }
    return program;
  }

  private record Driver(ForkedJvm jvm, Path report, Duration atMost) implements LoadDriver {

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
      jvm.end(atMost);
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
