package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a JVM of its own, the exporter neither starts the logging of the JDK nor JMX, nor prints
 * anything, whether it succeeds or fails. Runs on this test's JDK and on those in {@code
 * GEMBA_TEST_JDKS} (homes, separated as a path is).
 */
@Timeout(120)
final class HostIsUntouchedTest {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("jdksAndProtocols")
  void startsNoLogManagerAndPrintsNothing(String jdk, String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      assertThat(run(jdk, server)).isZero();

      assertThat(server.metrics).hasSize(1);
      assertThat(server.spans()).hasSize(1);
      assertHostIsUntouched();
    }
  }

  @ParameterizedTest
  @MethodSource("jdksAndProtocols")
  void staysSilentWhenEverythingFails(String jdk, String protocol) throws Exception {
    try (Receiver server = Receiver.start(protocol)) {
      server.refusals.addAll(Collections.nCopies(50, Receiver.Refusal.INVALID));
      assertThatDeliveryFailsOnClose(jdk, server);
      assertHostIsUntouched();
    }
  }

  private void assertThatDeliveryFailsOnClose(String jdk, Receiver server) throws Exception {
    // Metrics were refused, so close tries once more, is refused and throws out of main.
    assertThat(run(jdk, server)).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("err")))
        .contains("ExportException: metrics not delivered to " + server.endpoint());
    assertThat(Files.readAllLines(directory.resolve("err")))
        .filteredOn(line -> !line.startsWith("\tat "))
        .hasSize(1);
    Files.writeString(directory.resolve("err"), "");
  }

  private void assertHostIsUntouched() throws Exception {
    assertThat(Files.readString(directory.resolve("err"))).isEmpty();
    assertThat(Files.readString(directory.resolve("out"))).isEmpty();
    List<String> loaded =
        Files.readAllLines(directory.resolve("classes")).stream()
            .map(line -> line.substring(line.lastIndexOf(']') + 1).strip().split(" ")[0])
            .toList();
    assertThat(loaded)
        .contains("okhttp3.OkHttpClient")
        .doesNotContain(
            "java.util.logging.LogManager",
            "java.util.logging.Logger",
            "com.sun.jmx.mbeanserver.JmxMBeanServer");
  }

  private int run(String jdk, Receiver server) throws Exception {
    Process process =
        new ProcessBuilder(
                jdk + "/bin/java",
                "-Xlog:class+load:file=" + directory.resolve("classes"),
                "-cp",
                System.getProperty("java.class.path"),
                ForkedDelivery.class.getName(),
                server.endpoint(),
                server.protocol())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  static Stream<Arguments> jdksAndProtocols() {
    List<String> jdks = new ArrayList<>(List.of(System.getProperty("java.home")));
    String more = System.getenv().getOrDefault("GEMBA_TEST_JDKS", "");
    Stream.of(more.split(File.pathSeparator)).filter(jdk -> !jdk.isBlank()).forEach(jdks::add);
    return jdks.stream()
        .distinct()
        .flatMap(jdk -> Stream.of("grpc", "http/protobuf").map(p -> Arguments.of(jdk, p)));
  }
}
