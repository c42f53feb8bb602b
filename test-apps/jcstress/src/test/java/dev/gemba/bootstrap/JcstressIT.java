package dev.gemba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs every stress test for a moment. CONTRIBUTING.md says how to run them for long. */
class JcstressIT {

  /** As the agent opens it at its start. */
  private static final String INSIDE = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

  private static final long AT_MOST_MINUTES = 10;

  @Test
  void noTestSeesAForbiddenResult() throws Exception {
    Path directory = Files.createDirectories(Path.of(System.getProperty("jcstress.directory")));
    Path output = directory.resolve("output.txt");
    Process run =
        new ProcessBuilder(command())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = run.waitFor(AT_MOST_MINUTES, TimeUnit.MINUTES);
    run.destroy();

    String told = Files.readString(output);
    assertThat(ended).as(told).isTrue();
    assertThat(told).contains("Failed tests: No matches.", "Error tests: No matches.");
    assertThat(run.exitValue()).as(told).isZero();
    for (String test : tests()) {
      assertThat(told).containsPattern("\\[OK] " + test + "\\n");
    }
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("jcstress.jar"));
    command.addAll(List.of("-v", "-r", "report"));
    // A moment of each, in one JVM as it is and one that shuffles what the JIT may reorder.
    command.addAll(List.of("-f", "1", "-iters", "1", "-time", "300"));
    // A busy build machine seldom runs two threads side by side if one of them spins.
    command.addAll(List.of("-spinStyle", "THREAD_YIELD", "-sc", "false", "-af", "NONE"));
    // In a heap this small, a span ring is small enough to have one for each of many states.
    command.addAll(List.of("-hs", "240", "-pth", "false"));
    command.addAll(List.of("-jvmArgs", "-Xmx240m -XX:+UseSerialGC " + INSIDE));
    return command;
  }

  /** All that are in the sources, so that none is left out by what generates their runners. */
  private static List<String> tests() throws Exception {
    try (Stream<Path> sources =
        Files.list(Path.of("src", "main", "java", "dev", "gemba", "bootstrap"))) {
      List<String> tests = new ArrayList<>();
      for (Path source : sources.toList()) {
        if (Files.readString(source).contains("@JCStressTest")) {
          tests.add("dev.gemba.bootstrap." + source.getFileName().toString().replace(".java", ""));
        }
      }
      assertThat(tests).hasSizeGreaterThan(5);
      return tests;
    }
  }
}
