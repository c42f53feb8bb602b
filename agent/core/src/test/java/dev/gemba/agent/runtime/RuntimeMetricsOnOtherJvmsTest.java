package dev.gemba.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On JVMs of their own: this test's JDK and those in {@code GEMBA_TEST_JDKS} (homes, separated as a
 * path is), with each garbage collector.
 */
@Timeout(120)
final class RuntimeMetricsOnOtherJvmsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("jvms")
  void readsEverythingAndStartsNeitherLoggingNorTheMBeanServer(String jdk, String collector)
      throws Exception {
    assertThat(run(jdk, "-XX:+Use" + collector)).isZero();

    assertThat(Files.readString(directory.resolve("err"))).isEmpty();
    assertThat(Files.readAllLines(directory.resolve("out")))
        .contains(
            "jvm.buffer.count",
            "jvm.buffer.memory.limit",
            "jvm.buffer.memory.used",
            "jvm.class.count",
            "jvm.class.loaded",
            "jvm.class.unloaded",
            "jvm.cpu.count",
            "jvm.cpu.time",
            "jvm.gc.duration",
            "jvm.memory.committed",
            "jvm.memory.limit",
            "jvm.memory.used",
            "jvm.memory.used_after_last_gc",
            "jvm.thread.count",
            "process.uptime");
    // The JDK's management may load LogManager; its static initialiser is what fixes the choice.
    assertThat(Files.readString(directory.resolve("initialised")))
        .contains("'dev/gemba/agent/runtime/RuntimeMetrics'")
        .doesNotContain("'java/util/logging/LogManager'")
        .doesNotContain("'java/util/logging/Logger'")
        .doesNotContain("'com/sun/jmx/mbeanserver/JmxMBeanServer'");
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void readsOnlyWhatTheSystemTellsWhereTheJvmHasNoManagement(String jdk, String collector)
      throws Exception {
    assertThat(run(jdk, "-XX:+Use" + collector, "--limit-modules", "java.base")).isZero();

    assertThat(Files.readString(directory.resolve("err"))).isEmpty();
    assertThat(Files.readAllLines(directory.resolve("out")))
        .noneMatch(name -> name.startsWith("jvm.") || name.startsWith("gemba."));
  }

  private int run(String jdk, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(jdk + "/bin/java"));
    command.add("-Xlog:class+init:file=" + directory.resolve("initialised"));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ForkedReading.class.getName()));
    Process process =
        new ProcessBuilder(command)
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

  static Stream<Arguments> jvms() {
    List<String> jdks = new ArrayList<>(List.of(System.getProperty("java.home")));
    String more = System.getenv().getOrDefault("GEMBA_TEST_JDKS", "");
    Stream.of(more.split(File.pathSeparator)).filter(jdk -> !jdk.isBlank()).forEach(jdks::add);
    return jdks.stream()
        .distinct()
        .flatMap(
            jdk ->
                Stream.of("SerialGC", "G1GC", "ParallelGC", "ZGC")
                    .map(collector -> Arguments.of(jdk, collector)));
  }
}
