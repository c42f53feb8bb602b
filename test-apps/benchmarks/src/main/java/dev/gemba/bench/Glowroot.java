package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Glowroot with its embedded collector: the outermost call is a transaction, the calls inside are
 * entries of its trace. Counted by asking its own user interface.
 */
record Glowroot() implements Way {

  private static final String JAR = "glowroot/glowroot.jar";
  private static final String TYPE = "Benchmark";

  /** Its library reads class files up to this one. */
  static final int NEWEST_JDK = 17;

  @Override
  public String name() {
    return "glowroot";
  }

  @Override
  public String title() {
    return "Glowroot, transactions";
  }

  @Override
  public Optional<String> obstacle(Jdk jdk, Place place) {
    return jdk.feature() <= NEWEST_JDK
        ? Optional.empty()
        : Optional.of("cannot read class files of a JDK newer than " + NEWEST_JDK);
  }

  @Override
  public Launch launch(Place place, Path directory, Watched watched) throws IOException {
    String config =
        """
        { "instrumentation": [ {
          "className": "%s", "methodName": "%s", "methodParameterTypes": [".."],
          "captureKind": "transaction", "transactionType": "%s",
          "transactionNameTemplate": "%s", "alreadyInTransactionBehavior": "capture-trace-entry",
          "traceEntryMessageTemplate": "call", "traceEntryStackThresholdMillis": 1000,
          "timerName": "call" } ] }
        """
            .formatted(watched.type(), watched.method(), TYPE, watched.operation());
    Files.writeString(directory.resolve("config.json"), config);
    return plain(place, directory);
  }

  /** The agent as it is. */
  static Launch plain(Place place, Path directory) throws IOException {
    String admin = "{ \"web\": { \"port\": %d, \"bindAddress\": \"127.0.0.1\" } }";
    Files.writeString(directory.resolve("admin.json"), admin.formatted(freePort()));
    return Launch.of(
        "-javaagent:" + place.peer(JAR),
        "-Dglowroot.conf.dir=" + directory,
        "-Dglowroot.data.dir=" + directory,
        "-Dglowroot.log.dir=" + directory);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public Optional<Verdict> verify(Trial trial, Watched watched) throws Exception {
    int times = 40;
    Launch launch = launch(trial.place(), trial.directory(), watched);
    try (ForkedJvm jvm = trial.start(launch, watched, times, Duration.ofSeconds(30))) {
      long transactions = 0;
      Instant deadline = Instant.now().plusSeconds(20);
      while (transactions < times && jvm.isAlive() && Instant.now().isBefore(deadline)) {
        Thread.sleep(500);
        transactions = transactions(trial.directory());
      }
      return Optional.of(Verdict.equal("transactions", transactions, times));
    }
  }

  /** As its user interface knows them; 0 while that is not there. */
  private static long transactions(Path directory) throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    JsonNode admin = json.readTree(directory.resolve("admin.json").toFile());
    long now = System.currentTimeMillis();
    String query =
        "http://127.0.0.1:%d/backend/transaction/summaries?agent-rollup-id=&transaction-type=%s&from=%d&to=%d&sort-order=total-time&limit=10"
            .formatted(admin.path("web").path("port").asInt(), TYPE, now - 900_000, now + 120_000);
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(query)).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.ofString());
      return json.readTree(answer.body()).path("overall").path("transactionCount").asLong();
    } catch (IOException ignored) {
      // it does not listen yet
      return 0;
    }
  }
}
