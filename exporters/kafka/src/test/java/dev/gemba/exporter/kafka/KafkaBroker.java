package dev.gemba.exporter.kafka;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real broker on loopback, in a JVM of its own. */
final class KafkaBroker implements Closeable {

  /** Where the build puts it. */
  private static final Path JAR =
      Path.of("..", "..", "test-apps", "kafka-broker", "target", "kafka-broker.jar");

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Process process;
  private final String address;

  private KafkaBroker(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Returns when it is ready to take messages. The same directory again has them still.
   *
   * @param more properties of the broker, as {@code name=value}
   */
  static KafkaBroker start(Path directory, int port, String... more)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(directory, "broker", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-jar",
                JAR.toAbsolutePath().normalize().toString(),
                directory.toString(),
                Integer.toString(port)));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    KafkaBroker broker = new KafkaBroker(process, "127.0.0.1:" + port);
    try {
      broker.awaitStart(log);
    } catch (IOException | InterruptedException | AssertionError e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  String address() {
    return address;
  }

  /** Such as {@code STOP}: it stands still, with its connections open. */
  void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill -" + name + " exited with " + code);
    }
  }

  /** As by {@code kill -9}. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private void awaitStart(Path log) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE_NANOS) {
      // The wait also ends if the broker does.
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("The broker ended: " + Files.readString(log));
      }
      if (Files.readString(log).contains("listening on ")) {
        return;
      }
    }
    throw new AssertionError("The broker does not start: " + Files.readString(log));
  }
}
