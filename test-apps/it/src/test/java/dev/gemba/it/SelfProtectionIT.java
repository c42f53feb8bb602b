package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An agent that gets out of hand goes dark by itself, and says so. */
class SelfProtectionIT {

  private static final Duration TO_ACT = Duration.ofSeconds(60);
  private static final String WORK = "Breach.Watched.work";

  @TempDir private Path directory;
  private Path output;

  @BeforeEach
  void nameFiles() {
    output = directory.resolve("out");
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void stopsForTooManyThreadsAndTriesAgainAfterAReload(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk, "threads")) {
      plant(jvm);
      JsonNode status = awaitStop(jvm);
      assertThat(status.path("stopped").asText()).contains("threads, more than 64");
      assertThat(level(jvm)).isEqualTo("dark");
      assertThat(new GembaCli(jdk).good("status", "" + jvm.pid()))
          .contains("STOPPED itself and records nothing: it has ");
      long calls = AgentSocket.calls(jvm.pid(), WORK);
      assertThat(calls).isPositive();

      jvm.send("\n");
      jvm.awaitOutput("gone", TO_ACT);
      Thread.sleep(2_000);
      assertThat(AgentSocket.calls(jvm.pid(), WORK)).as("dark until told").isEqualTo(calls);

      AgentSocket.ask(jvm.pid(), "reload");
      awaitStatus(jvm, now -> now.path("stopped").isNull());
      assertThat(level(jvm)).isEqualTo("timing");
      assertStopIsToldOnce(jvm);
    }
  }

  @OnEveryJdk
  void stopsForErrorsOfItsOwn(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk, "errors")) {
      plant(jvm);
      assertThat(awaitStop(jvm).path("stopped").asText()).contains("it failed 600 times");
      assertThat(level(jvm)).isEqualTo("dark");
      assertStopIsToldOnce(jvm);
    }
  }

  @OnEveryJdk
  void stopsForWhatItHoldsOfTheHeapAndCanBeTakenOut(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk, "heap", "-Xmx64m")) {
      plant(jvm);
      assertThat(awaitStop(jvm).path("stopped").asText()).contains("of the heap, more than 8 MB");
      assertThat(level(jvm)).isEqualTo("dark");
      assertThat(AgentSocket.ask(jvm.pid(), "detach").has("detached")).isTrue();
      jvm.send("\n\n");
      jvm.closeInput();
      Ended ended = jvm.end(TO_ACT).exitedWith(0);
      assertThat(ended.gembaLines()).filteredOn(line -> line.contains("stops itself")).hasSize(1);
      JsonNode stopped =
          ExportedMetrics.in(output).point("gemba.stopped", Map.of("reason", "heap"));
      assertThat(stopped.path("asInt").asLong()).isEqualTo(1);
    }
  }

  private RunningJvm start(Jdk jdk, String what, String... options) throws Exception {
    String config =
        ConfigText.measuring(output, "timing", "dev.gemba.zoo.Breach$Watched.*(..)")
            .replace("capture: timing\n", "capture: timing\n    dimensions: { kind: arg0 }\n");
    RunningJvm jvm =
        ForkedJvm.zooMain(jdk, "Breach", what).options(options).gemba(directory, config).start();
    jvm.awaitOutput("working", TO_ACT);
    awaitStatus(jvm, status -> status.at("/weaving/methods").asInt() == 1);
    assertThat(AgentSocket.ask(jvm.pid(), "status").path("stopped").isNull()).isTrue();
    return jvm;
  }

  private static void plant(RunningJvm jvm) throws Exception {
    jvm.send("\n");
    jvm.awaitOutput("planted", TO_ACT);
  }

  private static void assertStopIsToldOnce(RunningJvm jvm) throws Exception {
    assertThat(AgentSocket.ask(jvm.pid(), "detach").has("detached")).isTrue();
    jvm.send("\n\n");
    jvm.closeInput();
    Ended ended = jvm.end(TO_ACT).exitedWith(0);
    assertThat(ended.gembaLines()).filteredOn(line -> line.contains("stops itself")).hasSize(1);
  }

  private static JsonNode awaitStop(RunningJvm jvm) throws Exception {
    return awaitStatus(jvm, status -> !status.path("stopped").isNull());
  }

  private static JsonNode awaitStatus(RunningJvm jvm, Predicate<JsonNode> condition)
      throws Exception {
    long until = System.nanoTime() + TO_ACT.toNanos();
    JsonNode status = AgentSocket.ask(jvm.pid(), "status");
    while (!condition.test(status)) {
      assertThat(System.nanoTime() - until).as("%s of %s", status, jvm).isNegative();
      Thread.sleep(100);
      status = AgentSocket.ask(jvm.pid(), "status");
    }
    return status;
  }

  private static String level(RunningJvm jvm) throws Exception {
    return AgentSocket.ask(jvm.pid(), "targets").at("/targets/0/woven/0/level").asText();
  }
}
