package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Another config while the application works. */
class ReaimIT {

  private static final String LABOUR = "dev.gemba.zoo.live.Labour.";
  private static final Duration TO_NOTICE = Duration.ofSeconds(20);

  /** {@code -Dgemba.it.reaims=500} for the whole of it. */
  private static final int REAIMS = Integer.getInteger("gemba.it.reaims", 100);

  @TempDir private Path directory;
  private Path output;
  private Path config;

  @BeforeEach
  void nameFiles() {
    output = directory.resolve("out");
    config = directory.resolve("gemba.yaml");
  }

  private void write(String targets) throws Exception {
    Path next = directory.resolve("next.yaml");
    Files.writeString(
        next,
        "sampling: { keep: 0% }\n"
            + ConfigText.head()
            + targets
            + "exporters:\n"
            + ConfigText.file(output));
    Files.move(next, config, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static String timing(String... patterns) {
    return ConfigText.target("timing", patterns);
  }

  @OnEveryJdk
  void followsItsFileAndGoesOnCountingWhatStays(Jdk jdk) throws Exception {
    write(timing(LABOUR + "alpha(..)") + timing(LABOUR + "beta(..)"));
    try (LiveJvm live =
        LiveJvm.start(LiveJvm.on(jdk, 2, 1).agent(Jars.gemba(), config.toString()))) {
      Thread.sleep(300);
      Map<String, Long> first = live.counts();

      write(timing(LABOUR + "gamma(..)") + timing(LABOUR + "alpha(..)"));
      awaitTargets(live, "gamma");
      live.go();
      Thread.sleep(300);
      Map<String, Long> second = live.counts();

      write("  - methods: [\n");
      JsonNode status = awaitRejected(live);
      assertThat(status.at("/config/rejected/problems/0").asText()).contains("gemba.yaml:");
      assertThat(status.at("/weaving/targets").asInt()).isEqualTo(2);
      live.go();
      Thread.sleep(100);
      Map<String, Long> third = live.counts();
      AgentSocket.ask(live.jvm().pid(), "detach");

      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.calls("Labour.alpha"))
          .as("stays, at another place of the config")
          .isEqualTo(third.get("alpha"));
      assertThat(metrics.calls("Labour.beta")).as("ends").isEqualTo(first.get("beta"));
      assertThat(metrics.calls("Labour.gamma"))
          .as("begins")
          .isEqualTo(third.get("gamma") - first.get("gamma"));
      assertThat(third.get("gamma")).isGreaterThan(second.get("gamma"));
      live.go();
      live.quit();
    }
  }

  /** The file is noticed within a second or two; until then nothing has changed. */
  private static void awaitTargets(LiveJvm live, String method) throws Exception {
    long until = System.nanoTime() + TO_NOTICE.toNanos();
    String since = status(live).at("/config/since").asText();
    while (status(live).at("/config/since").asText().equals(since)
        || status(live).at("/weaving/pending").asInt() > 0) {
      assertThat(System.nanoTime() - until).as("%s of %s", method, live.jvm()).isNegative();
      Thread.sleep(50);
    }
  }

  private static JsonNode awaitRejected(LiveJvm live) throws Exception {
    long until = System.nanoTime() + TO_NOTICE.toNanos();
    JsonNode status = status(live);
    while (status.at("/config/rejected").isNull()) {
      assertThat(System.nanoTime() - until).as("%s of %s", status, live.jvm()).isNegative();
      Thread.sleep(50);
      status = status(live);
    }
    return status;
  }

  private static JsonNode status(LiveJvm live) throws Exception {
    return AgentSocket.ask(live.jvm().pid(), "status");
  }

  @OnEveryJdk
  void levelsAndOperationsChangeWithoutOtherBytecode(Jdk jdk) throws Exception {
    Path log = directory.resolve("redefined.log");
    write(timing(LABOUR + "*(..)"));
    try (LiveJvm live =
        LiveJvm.start(
            LiveJvm.on(jdk, 1, 0)
                .options("-Xlog:redefine+class*=info:file=" + log)
                .agent(Jars.gemba(), config.toString()))) {
      long pid = live.jvm().pid();
      assertThat(Files.readString(log)).doesNotContain("live.Labour");

      AgentSocket.ask(pid, "level operation=Labour.alpha level=count");
      AgentSocket.ask(pid, "level operation=Labour.alpha level=span");
      write(ConfigText.target("span", LABOUR + "*(..)") + "    operation: renamed.{method}\n");
      assertThat(AgentSocket.ask(pid, "reload").at("/reloaded/applied").asBoolean()).isTrue();
      Map<String, Long> before = live.counts();
      assertThat(Files.readString(log)).doesNotContain("live.Labour");

      write(timing(LABOUR + "alpha(..)"));
      AgentSocket.ask(pid, "reload");
      assertThat(Files.readString(log)).as("what does need it").contains("live.Labour");
      live.go();
      Thread.sleep(200);
      live.counts();
      AgentSocket.ask(pid, "detach");
      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.calls("Labour.beta") + metrics.calls("renamed.beta"))
          .isEqualTo(before.get("beta"));
      live.go();
      live.quit();
    }
  }

  @OnEveryJdk
  void hundredsOfTimesUnderLoadAndClassLoadingLoseNoCall(Jdk jdk) throws Exception {
    Random random = new Random(500);
    String always = timing(LABOUR + "alpha(..)");
    write(always);
    try (LiveJvm live =
        LiveJvm.start(LiveJvm.on(jdk, 3, 12, 120_000).agent(Jars.gemba(), config.toString()))) {
      for (int i = 0; i < REAIMS; i++) {
        String sometimes =
            random.nextBoolean()
                ? ""
                : ConfigText.target(random.nextBoolean() ? "span" : "count", LABOUR + "gamma(..)")
                    + (random.nextBoolean() ? "    attributes: { value: arg0 }\n" : "");
        // Rarely: there are thousands of them, one in each loader.
        String guests = i / 50 % 2 == 0 ? "" : timing("dev.gemba.zoo.live.Guest.*(..)");
        write(random.nextBoolean() ? sometimes + always + guests : guests + always + sometimes);
        JsonNode answer = AgentSocket.ask(live.jvm().pid(), "reload");
        assertThat(answer.at("/reloaded/applied").asBoolean()).as("%s", answer).isTrue();
      }
      assertThat(live.ask("deadlock")).isEqualTo("false");
      Map<String, Long> counts = live.counts();
      AgentSocket.ask(live.jvm().pid(), "detach");

      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.calls("Labour.alpha")).isEqualTo(counts.get("alpha"));
      assertThat(metrics.calls("Labour.gamma")).isLessThanOrEqualTo(counts.get("gamma"));
      live.go();
      live.quit();
    }
  }
}
