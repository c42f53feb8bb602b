package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code enabled: false}, wherever it is said. */
class KillSwitchIT {

  private static final Duration TO_NOTICE = Duration.ofSeconds(30);
  private static final String LABOUR = "dev.gemba.zoo.live.Labour.";

  @TempDir private Path directory;
  private Path output;
  private Path config;

  @BeforeEach
  void nameFiles() {
    output = directory.resolve("out");
    config = directory.resolve("gemba.yaml");
  }

  private String targets() {
    return ConfigText.measuring(
        output, "timing", LABOUR + "alpha(..)", LABOUR + "beta(..)", LABOUR + "gamma(..)");
  }

  private void write(boolean enabled) throws Exception {
    Path next = directory.resolve("next.yaml");
    Files.writeString(next, "enabled: " + enabled + "\n" + targets());
    Files.move(next, config, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @OnEveryJdk
  void propertyAndVariableKeepGembaOutOfAJvm(Jdk jdk) throws Exception {
    write(true);
    ForkedJvm byProperty =
        LiveJvm.on(jdk, 1, 0)
            .options("-Dgemba.enabled=false")
            .agent(Jars.gemba(), config.toString());
    ForkedJvm byVariable =
        LiveJvm.on(jdk, 1, 0)
            .environment("GEMBA_ENABLED", "false")
            .agent(Jars.gemba(), config.toString());
    for (ForkedJvm jvm : java.util.List.of(byProperty, byVariable)) {
      try (LiveJvm live = LiveJvm.start(jvm)) {
        assertThat(AgentSocket.isServed(live.jvm().pid())).isFalse();
        Ended ended = live.quit();
        assertThat(ended.gembaLines()).containsExactly("is switched off by its config");
        assertThat(output).doesNotExist();
      }
    }
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void theWatchedFileTakesGembaOutOfItsMethodsAndBringsItBack(Jdk jdk) throws Exception {
    write(true);
    try (LiveJvm live =
        LiveJvm.start(LiveJvm.on(jdk, 2, 0).agent(Jars.gemba(), config.toString()))) {
      await(live, status -> status.at("/weaving/methods").asInt() == 3);
      Thread.sleep(300);

      write(false);
      await(live, status -> !status.at("/config/enabled").asBoolean());
      JsonNode off = await(live, status -> status.at("/weaving/pending").asInt() == 0);
      assertThat(off.at("/weaving/methods").asInt()).isZero();
      assertThat(off.path("exporters")).isEmpty();
      // It is called no more until Gemba is back and has been asked, so that both can be compared.
      Map<String, Long> then = live.counts();

      write(true);
      await(live, status -> status.at("/weaving/methods").asInt() == 3);
      JsonNode on = await(live, status -> !status.path("exporters").isEmpty());
      assertThat(on.at("/config/enabled").asBoolean()).isTrue();
      assertThat(on.at("/exporters/0/name").asText()).isEqualTo("file");
      await(live, status -> status.at("/weaving/pending").asInt() == 0);
      long already = AgentSocket.calls(live.jvm().pid(), "Labour.alpha");
      assertThat(already).isPositive();
      assertThat(then.get("alpha")).isGreaterThan(already - 1);
      live.go();
      Thread.sleep(300);
      Map<String, Long> after = live.counts();
      assertThat(AgentSocket.calls(live.jvm().pid(), "Labour.alpha") - already)
          .isEqualTo(after.get("alpha") - then.get("alpha"));
      live.go();
      AgentSocket.ask(live.jvm().pid(), "detach");
      ExportedMetrics.in(output).assertNoGembaErrors();
      live.quit();
    }
  }

  @OnEveryJdk
  void attachSaysAtOnceThatItsConfigSwitchesItOff(Jdk jdk) throws Exception {
    write(false);
    GembaCli gemba = new GembaCli(jdk);
    try (LiveJvm live = LiveJvm.start(LiveJvm.on(jdk, 1, 0))) {
      long start = System.nanoTime();
      Ended attach = gemba.run("attach", live.pid(), "--config", config.toString()).exitedWith(1);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(18));
      assertThat(attach.stdout()).contains("switches it off (enabled: false)", "gemba.yaml");
      assertThat(gemba.good("status", live.pid())).contains("switched off by");

      write(true);
      await(live, status -> status.at("/weaving/methods").asInt() == 3);
      AgentSocket.ask(live.jvm().pid(), "detach");
      live.quit();
    }
  }

  private static JsonNode await(LiveJvm live, java.util.function.Predicate<JsonNode> condition)
      throws Exception {
    long until = System.nanoTime() + TO_NOTICE.toNanos();
    JsonNode status = AgentSocket.ask(live.jvm().pid(), "status");
    while (!condition.test(status)) {
      assertThat(System.nanoTime() - until).as("%s of %s", status, live.jvm()).isNegative();
      Thread.sleep(50);
      status = AgentSocket.ask(live.jvm().pid(), "status");
    }
    return status;
  }
}
