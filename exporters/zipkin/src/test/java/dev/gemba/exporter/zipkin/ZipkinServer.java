package dev.gemba.exporter.zipkin;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Zipkin's server on loopback, its storage in memory. */
final class ZipkinServer implements Closeable {

  /** Where the build puts it. */
  private static final Path JAR = Path.of("target", "server", "zipkin-server-slim.jar");

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private interface Expected {
    boolean is(HttpResponse<byte[]> answer) throws IOException;
  }

  private final Process process;
  private final Path log;
  private final String url;

  private ZipkinServer(Process process, Path log, String url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /** Returns when it is ready to take spans. */
  static ZipkinServer start(Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("zipkin.log");
    int port = freePort();
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-jar",
                JAR.toAbsolutePath().toString(),
                "--armeria.ports[0].address=127.0.0.1",
                "--armeria.ports[0].port=" + port,
                "--armeria.ports[0].protocols[0]=http")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    ZipkinServer server = new ZipkinServer(process, log, "http://127.0.0.1:" + port);
    try {
      server.await("/health", answer -> answer.statusCode() == 200);
    } catch (IOException | InterruptedException | AssertionError e) {
      server.close();
      throw e;
    }
    return server;
  }

  String endpoint() {
    return url + "/api/v2/spans";
  }

  /** All spans of a trace, once there are so many. */
  List<Map<String, Object>> trace(String id, int spans) throws IOException, InterruptedException {
    return awaitList("/api/v2/trace/" + id, spans);
  }

  /** Who calls whom, once there are so many pairs, at a time and in the hour before. */
  List<Map<String, Object>> dependencies(long epochMillis, int pairs)
      throws IOException, InterruptedException {
    return awaitList("/api/v2/dependencies?lookback=3600000&endTs=" + epochMillis, pairs);
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

  private List<Map<String, Object>> awaitList(String path, int size)
      throws IOException, InterruptedException {
    // Zipkin answers before it has stored.
    byte[] body =
        await(
            path,
            answer -> answer.statusCode() == 200 && Json.objects(answer.body()).size() >= size);
    return Json.objects(body);
  }

  private byte[] await(String path, Expected expected) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10)).build();
    long start = System.nanoTime();
    String last = "nothing";
    while (System.nanoTime() - start < PATIENCE_NANOS) {
      try {
        HttpResponse<byte[]> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (expected.is(answer)) {
          return answer.body();
        }
        last = answer.statusCode() + " with " + answer.body().length + " bytes";
      } catch (IOException e) {
        last = e.toString(); // It does not listen yet.
      }
      // The wait also ends if the server does.
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("Zipkin ended: " + Files.readString(log));
      }
    }
    throw new AssertionError(path + " got " + last + "; " + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
