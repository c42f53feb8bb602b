package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a JVM of its own, the exporter neither starts the logging of the JDK nor its HTTP clients, nor
 * prints anything. Runs on this test's JDK and on those in {@code GEMBA_TEST_JDKS} (homes,
 * separated as a path is).
 */
@Timeout(120)
class HostIsUntouchedTest {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("jdks")
  void deliversWithoutWhatTheApplicationHasTheFirstWordOn(String jdk) throws Exception {
    try (Receiver server = Receiver.start()) {
      Process process =
          new ProcessBuilder(
                  jdk + "/bin/java",
                  "-Xlog:class+load:file=" + directory.resolve("classes"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ForkedDelivery.class.getName(),
                  server.endpoint())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out").toFile())
              .start();
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }

      assertThat(directory.resolve("out")).isEmptyFile();
      assertThat(process.exitValue()).isZero();
      assertThat(server.requests).hasSize(1);
      assertThat(loaded())
          .contains("org.apache.hc.core5.http.impl.io.HttpRequestExecutor")
          .doesNotContain(
              "java.util.logging.LogManager",
              "java.util.logging.Logger",
              "java.net.ProxySelector",
              "java.net.CookieHandler",
              "java.net.HttpURLConnection",
              "java.net.http.HttpClient",
              "javax.net.ssl.SSLContext");
    }
  }

  private List<String> loaded() throws Exception {
    return Files.readAllLines(directory.resolve("classes")).stream()
        .map(line -> line.substring(line.lastIndexOf(']') + 1).strip().split(" ")[0])
        .toList();
  }

  static Stream<String> jdks() {
    String more = System.getenv().getOrDefault("GEMBA_TEST_JDKS", "");
    return Stream.concat(
            Stream.of(System.getProperty("java.home")), Stream.of(more.split(File.pathSeparator)))
        .filter(jdk -> !jdk.isBlank())
        .distinct();
  }
}
