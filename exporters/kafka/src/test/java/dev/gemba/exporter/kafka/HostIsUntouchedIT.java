package dev.gemba.exporter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a JVM of its own, the exporter neither starts the logging of the JDK nor JMX, nor looks for a
 * logging library, nor prints anything, nor leaves a thread. Runs on this test's JDK and on those
 * in {@code GEMBA_TEST_JDKS} (homes, separated as a path is).
 */
@Timeout(120)
class HostIsUntouchedIT {

  @TempDir static Path data;

  private static KafkaBroker broker;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    broker = KafkaBroker.start(data, Ports.free());
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void deliversWithoutWhatTheApplicationHasTheFirstWordOn(String jdk) throws Exception {
    Process process =
        new ProcessBuilder(
                jdk + "/bin/java",
                "-Xlog:class+load:file=" + directory.resolve("classes"),
                "-Dslf4j.provider=com.acme.OfTheApplication",
                "-cp",
                System.getProperty("java.class.path"),
                ForkedDelivery.class.getName(),
                broker.address())
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
    assertThat(loaded())
        .contains("org.apache.kafka.clients.producer.KafkaProducer")
        .doesNotContain(
            "java.util.logging.LogManager",
            "java.util.logging.Logger",
            "java.lang.management.ManagementFactory",
            "com.sun.jmx.mbeanserver.JmxMBeanServer",
            "org.slf4j.LoggerFactory",
            "javax.net.ssl.SSLContext");
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
