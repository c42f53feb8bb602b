package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However an application ends, it ends as it would have, soon, and its last calls are in the file.
 */
class ShutdownIT {

  private static final int CALLS = 5_000;
  private static final int SIGTERM = 128 + 15;
  private static final String TARGET = "dev.gemba.zoo.Ending.work(..)";
  private static final Duration START = Duration.ofSeconds(60);

  /** The final flush has two seconds; the rest is for a slow machine. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path directory;

  static Stream<Arguments> jdksAndEndings() {
    return Jdks.found().stream()
        .flatMap(
            jdk ->
                Stream.of("return", "exit", "throw", "other-thread")
                    .map(end -> Arguments.of(jdk, end)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndEndings")
  void writesTheLastCallsHoweverItEnds(Jdk jdk, String ending) throws Exception {
    Path output = directory.resolve("out");
    Ended without = ending(jdk, ending).run();

    Ended ended =
        ending(jdk, ending).gemba(directory, ConfigText.measuring(output, "timing", TARGET)).run();

    ended.sameAs(without).sameErrorsAs(without);
    assertCounted(output, ending.equals("other-thread") ? CALLS + 1 : CALLS);
  }

  @OnEveryJdk
  void writesTheLastCallsWhenTerminated(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    try (RunningJvm jvm =
        ending(jdk, "hold")
            .gemba(directory, ConfigText.measuring(output, "timing", TARGET))
            .start()) {
      jvm.awaitOutput("sum", START);
      jvm.terminate().end(SOON).exitedWith(SIGTERM);
    }
    assertCounted(output, CALLS);
  }

  @OnEveryJdk
  void keepsOutOfTheWayOfHalt(Jdk jdk) throws Exception {
    Ended without = ending(jdk, "halt").run();
    Path output = directory.resolve("out");
    ending(jdk, "halt")
        .gemba(directory, ConfigText.measuring(output, "timing", TARGET))
        .run()
        .sameAs(without)
        .sameErrorsAs(without);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndEndings")
  @Execution(ExecutionMode.CONCURRENT)
  void endsSoonThoughAnExporterHangs(Jdk jdk, String ending) throws Exception {
    Path output = directory.resolve("out");
    Ended without = ending(jdk, ending).run();
    try (SilentServer server = new SilentServer();
        RunningJvm jvm =
            ending(jdk, ending)
                .gemba(
                    directory,
                    ConfigText.measuring(output, "timing", TARGET)
                        + "  otlp: { endpoint: \"http://127.0.0.1:"
                        + server.port()
                        + "\" }\n")
                .start()) {
      jvm.awaitOutput("sum", START);
      jvm.end(SOON).sameAs(without);
      assertThat(server.connections()).as("the exporter did try").isPositive();
    }
    assertCounted(output, ending.equals("other-thread") ? CALLS + 1 : CALLS);
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void isTerminatedSoonThoughAnExporterHangs(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    try (SilentServer server = new SilentServer();
        RunningJvm jvm =
            ending(jdk, "hold")
                .gemba(
                    directory,
                    ConfigText.measuring(output, "span", TARGET)
                        + "  otlp: { endpoint: \"http://127.0.0.1:"
                        + server.port()
                        + "\" }\n")
                .start()) {
      jvm.awaitOutput("sum", START);
      assertThat(server.awaitConnection(START)).as("the exporter hangs already").isTrue();
      jvm.terminate().end(SOON).exitedWith(SIGTERM);
    }
    assertCounted(output, CALLS);
  }

  private static ForkedJvm ending(Jdk jdk, String ending) {
    return ForkedJvm.zooMain(jdk, "Ending", "" + CALLS, ending);
  }

  private static void assertCounted(Path output, int calls) throws Exception {
    assertThat(ExportedMetrics.in(output).assertNoGembaErrors().calls("Ending.work"))
        .isEqualTo(calls);
  }
}
