package dev.gemba.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Zipkin's server with its storage in memory, on Armeria and Netty. Its store is small, so that it
 * is full after some seconds and a query costs the same from then on.
 */
record ZipkinApplication(Place place) implements Application {

  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final Pattern ANSWERED = Pattern.compile("answered (\\d+)");
  private static final Pattern WARMED_UP =
      Pattern.compile("warmUp.requests (\\d+)\\s+warmUp.unexpected (\\d+)");
  private static final int SPANS_KEPT = 5_000;

  @Override
  public String name() {
    return "zipkin";
  }

  @Override
  public String title() {
    return "Zipkin server, storage in memory";
  }

  @Override
  public List<String> everything() {
    return List.of("zipkin2..*.*(..)");
  }

  @Override
  public boolean isSeenByPacks() {
    return false;
  }

  @Override
  public Launch gembaByDefault(Path directory) throws IOException {
    String yaml =
        """
        service: zipkin
        targets:
          - methods: zipkin2..*.*(..)
        exporters:
          file: { directory: "%s", interval: 1s }
        """
            .formatted(ServiceWays.output(directory));
    Path config = Files.writeString(directory.resolve("gemba.yaml"), yaml);
    return Launch.of("-javaagent:" + place.gemba() + "=" + config);
  }

  @Override
  public Server start(Jdk jdk, Path directory, Launch launch) throws Exception {
    int port = WebClient.freePort();
    Launch zipkin =
        launch
            .withVariable("QUERY_PORT", Integer.toString(port))
            .withVariable("MEM_MAX_SPANS", Integer.toString(SPANS_KEPT));
    List<String> program = List.of("-jar", place.peer("zipkin-server-slim.jar").toString());
    ForkedJvm jvm = ForkedJvm.start(jdk, directory, zipkin, program);
    WebClient client = new WebClient(port);
    long start = System.nanoTime();
    while (!client.has("/health")) {
      if (!jvm.isAlive() || System.nanoTime() - start > TO_START.toNanos()) {
        IllegalStateException failure = jvm.failure("did not answer");
        jvm.close();
        throw failure;
      }
      Thread.sleep(50);
    }
    return new Server(jvm, "http://127.0.0.1:" + port, directory);
  }

  @Override
  public LoadDriver load(Jdk jdk, Server server, int users, int warmUpSeconds, int seconds)
      throws IOException {
    Path directory = Files.createDirectories(server.directory().resolve("load"));
    List<String> program =
        ForkedJvm.workload(place, "ZipkinLoad", server.url(), users, warmUpSeconds, seconds);
    ForkedJvm jvm = ForkedJvm.start(jdk, directory, Launch.of("-Xmx256m"), program);
    return new Driver(jvm, TO_START.plusSeconds(warmUpSeconds + seconds));
  }

  private record Driver(ForkedJvm jvm, Duration atMost) implements LoadDriver {

    @Override
    public long answered() throws IOException {
      long answered = 0;
      Matcher lines = ANSWERED.matcher(jvm.printed());
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
      ForkedJvm.Ended ended = jvm.end(atMost);
      return new LoadReport(
          (long) ended.number("requests"),
          (long) ended.number("unexpected"),
          ended.number("rate"),
          ended.number("p50Millis"),
          ended.number("p99Millis"));
    }

    @Override
    public void close() {
      jvm.close();
    }
  }
}
