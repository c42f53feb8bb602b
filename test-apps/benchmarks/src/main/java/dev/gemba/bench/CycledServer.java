package dev.gemba.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/**
 * A kanban server that one user asks for the same again and again, and which nobody changes: the
 * boards, one of them, and ten tasks are a cycle. For one thread.
 */
final class CycledServer {

  /** As generated data has it. */
  private static final String VIEWER = "Bearer demo-viewer-key";

  private static final int TASKS = 10;
  private static final double WINDOW_SECONDS = 0.25;
  private static final double NANOS = 1e9;
  private static final double MICROS = 1e3;
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * CPU time that a cycle took, in microseconds, without that of the JIT's threads.
   *
   * @param answering of the threads that answer, in the cheaper quarter of all windows at most
   * @param others of all other threads, in all windows
   */
  record Price(double answering, double others) {

    double all() {
      return answering + others;
    }

    static Price mean(Price one, Price other) {
      return new Price((one.answering + other.answering) / 2, (one.others + other.others) / 2);
    }
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final JvmCpu cpu;
  private final List<HttpRequest> cycle = new ArrayList<>();

  /**
   * Of a server that answers.
   *
   * @throws IllegalStateException if it answers with anything but 200, here and later
   */
  CycledServer(Application.Server server) throws IOException, InterruptedException {
    url = server.url();
    cpu = JvmCpu.of(server.jvm().pid());
    JsonNode boards = JSON.readTree(ask(request("/api/boards")));
    JsonNode tasks = JSON.readTree(ask(request("/api/tasks?size=" + TASKS))).path("items");
    cycle.add(request("/api/boards"));
    cycle.add(request("/api/boards/" + boards.path(0).path("id").asText()));
    for (JsonNode task : tasks) {
      cycle.add(request("/api/tasks/" + task.path("id").asText()));
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", VIEWER).build();
  }

  private String ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IllegalStateException(request.uri() + " was answered with " + answer.statusCode());
    }
    return answer.body();
  }

  /** Asks for so long, without measuring. */
  void ask(double seconds) throws IOException, InterruptedException {
    cycles(seconds);
  }

  /** Asks for so long. */
  Price measure(double seconds) throws IOException, InterruptedException {
    List<Long> answering = Proc.threads(cpu.pid(), "kanban-http");
    List<Double> windows = new ArrayList<>();
    double allBefore = cpu.millis();
    double ownBefore = millis(answering);
    long start = System.nanoTime();
    double own = ownBefore;
    long cycles = 0;
    while (System.nanoTime() - start < seconds * NANOS) {
      long made = cycles(WINDOW_SECONDS);
      double now = millis(answering);
      windows.add((now - own) / made);
      own = now;
      cycles += made;
    }
    double others = cpu.millis() - allBefore - (own - ownBefore);
    double[] sorted = Spread.sorted(windows);
    return new Price(MICROS * sorted[sorted.length / 4], MICROS * others / cycles);
  }

  /** How many there were in that time; one at least. */
  private long cycles(double seconds) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long made = 0;
    do {
      for (HttpRequest request : cycle) {
        ask(request);
      }
      made++;
    } while (System.nanoTime() - start < seconds * NANOS);
    return made;
  }

  private double millis(List<Long> threads) throws IOException {
    double millis = 0;
    for (long thread : threads) {
      millis += Proc.cpuMillis(cpu.pid(), thread);
    }
    return millis;
  }
}
