package dev.gemba.exporter.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Prometheus server of this machine on loopback that scrapes one page each second. */
final class PrometheusServer implements Closeable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Pattern ONLY_VALUE =
      Pattern.compile("\"result\":\\[\\{[^\\[\\]]*\"value\":\\[[0-9.]+,\"([^\"]+)\"]}]");

  private final Process process;
  private final Path log;
  private final String api;

  private PrometheusServer(Process process, Path log, String api) {
    this.process = process;
    this.log = log;
    this.api = api;
  }

  /** The server's program, or null if it is not on the path. */
  static Path onPath() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  static PrometheusServer start(Path program, Path folder, String scraped, String... options)
      throws IOException {
    URI page = URI.create(scraped);
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: gemba
                metrics_path: %s
                static_configs:
                  - targets: ["%s"]
            """
                .formatted(page.getPath(), page.getAuthority()));
    Path log = folder.resolve("prometheus.log");
    String address = "127.0.0.1:" + freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new PrometheusServer(process, log, "http://" + address + "/api/v1/");
  }

  /** The only value of a query; asks until there is one. */
  double value(String query) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    OptionalDouble value = answer(query);
    while (value.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no value for " + query + "; " + Files.readString(log));
      }
      // Between two scrapes there is nothing new; the wait also ends if the server does.
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("Prometheus ended: " + Files.readString(log));
      }
      value = answer(query);
    }
    return value.getAsDouble();
  }

  /** What it knows of the exemplars of a metric, ever, as JSON. */
  String exemplars(String metric) throws IOException, InterruptedException {
    String question = "query_exemplars?start=0&end=9999999999&query=" + metric;
    return new String(Pages.get(api + question).body(), UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private OptionalDouble answer(String query) throws InterruptedException {
    try {
      byte[] body = Pages.get(api + "query?query=" + URLEncoder.encode(query, UTF_8)).body();
      Matcher matcher = ONLY_VALUE.matcher(new String(body, UTF_8));
      return matcher.find()
          ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
          : OptionalDouble.empty();
    } catch (IOException ignored) {
      return OptionalDouble.empty(); // It does not listen yet; the deadline ends the wait.
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
