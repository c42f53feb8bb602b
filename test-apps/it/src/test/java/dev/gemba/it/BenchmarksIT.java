package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Runs each benchmark once and briefly, so that it cannot rot; its figures mean nothing here. */
class BenchmarksIT {

  private static final Path BASH = Path.of("/bin/bash");

  private static final List<String> BENCHMARKS =
      List.of(
          "service",
          "startup",
          "sampling",
          "cycle",
          "profile",
          "governor",
          "scale",
          "call-cost",
          "accuracy",
          "handoff");

  /** Side by side, as much of their time is waiting. */
  private static final int AT_A_TIME = 4;

  private record Run(boolean ended, int exitValue, Output output) {}

  @TempDir private static Path directory;

  private static final Map<String, Future<Run>> runs = new HashMap<>();

  @BeforeAll
  static void begin() {
    ExecutorService runners = Executors.newFixedThreadPool(AT_A_TIME);
    if (Files.isExecutable(BASH)) {
      BENCHMARKS.forEach(benchmark -> runs.put(benchmark, runners.submit(() -> run(benchmark))));
    }
    runners.shutdown();
  }

  @OnEveryJdk
  void stallsOfAttachReaimAndDetach(Jdk jdk) throws Exception {
    assumeThat(Files.isExecutable(BASH)).as("needs %s", BASH).isTrue();
    Path script = Jars.zoo().resolve("../../../stalls").normalize();

    Process process =
        new ProcessBuilder(
                BASH.toString(),
                script.toString(),
                "--rounds",
                "1",
                "--classes",
                "30",
                jdk.home().toString())
            .redirectErrorStream(true)
            .start();
    Output output = new Output("stalls", process.getInputStream());
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);

    assertThat(ended).as("%s", output).isTrue();
    assertThat(output.complete(Duration.ofSeconds(10)))
        .contains("attach to first data", "worst stall, attach", "worst stall, re-aim")
        .contains("worst stall, detach");
    assertThat(process.exitValue()).isZero();
  }

  @ParameterizedTest
  @FieldSource("BENCHMARKS")
  void each(String benchmark) throws Exception {
    assumeThat(Files.isExecutable(BASH)).as("needs %s", BASH).isTrue();

    Run run = runs.get(benchmark).get();

    assertThat(run.ended()).as("%s", run.output()).isTrue();
    assertThat(run.exitValue()).as("%s", run.output()).isZero();
    assertThat(directory.resolve(benchmark + ".json")).exists().isNotEmptyFile();
  }

  private static Run run(String benchmark) throws IOException, InterruptedException {
    Path script = Jars.zoo().resolve("../../../benchmarks/run").normalize();
    Process process =
        new ProcessBuilder(
                BASH.toString(),
                script.toString(),
                "--no-build",
                benchmark,
                "--quick",
                "--results",
                directory.toString())
            .redirectErrorStream(true)
            .start();
    Output output = new Output(benchmark, process.getInputStream());
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    return new Run(ended, process.exitValue(), output);
  }
}
