package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each benchmark once and briefly, so that it cannot rot; its figures mean nothing here. */
class BenchmarksIT {

  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path directory;

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
  @ValueSource(
      strings = {"call-cost", "startup", "accuracy", "scale", "service", "governor", "handoff"})
  void each(String benchmark) throws Exception {
    assumeThat(Files.isExecutable(BASH)).as("needs %s", BASH).isTrue();
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

    assertThat(ended).as("%s", output).isTrue();
    assertThat(process.exitValue()).as("%s", output).isZero();
    assertThat(directory.resolve(benchmark + ".json")).exists().isNotEmptyFile();
  }
}
