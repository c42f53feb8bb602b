package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The overhead is kept under its budget, whatever is targeted. */
class GovernorIT {

  private static final Duration TO_ACT = Duration.ofSeconds(40);
  private static final String TINY = "TooHot.Watched.tiny";
  private static final String WORK = "TooHot.Watched.work";
  private static final Pattern CALLS = Pattern.compile("tiny (\\d+) work (\\d+)");

  @TempDir private Path directory;
  private Path output;

  @BeforeEach
  void nameFiles() {
    output = directory.resolve("out");
  }

  private RunningJvm start(Jdk jdk, String budget) throws Exception {
    String config =
        ConfigText.measuring(output, "span", "dev.gemba.zoo.TooHot$Watched.*(..)")
            .replace("overhead: off", "overhead: " + budget);
    return ForkedJvm.zooMain(jdk, "TooHot").gemba(directory, config).start();
  }

  @OnEveryJdk
  void givesUpWhatCannotBeAffordedAndKeepsTheRest(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk, "5%")) {
      awaitLevel(jvm, TINY, "dark");

      JsonNode overhead = AgentSocket.ask(jvm.pid(), "overhead");
      assertThat(overhead.path("budget").asDouble()).isEqualTo(0.05);
      JsonNode step = overhead.path("steps").path(0);
      assertThat(step.path("from").asText()).isEqualTo("span");
      assertThat(step.path("reason").asText()).contains("its budget is 5.0 %");
      assertThat(method(jvm, TINY).path("trouble").asText()).contains("not measured");
      assertThat(method(jvm, WORK).path("level").asText()).isNotEqualTo("dark");

      AgentSocket.ask(jvm.pid(), "level operation=" + TINY + " level=count");
      awaitLevel(jvm, TINY, "count");
      long pinned = method(jvm, TINY).path("operationCalls").asLong();
      awaitMoreCalls(jvm, pinned);

      jvm.closeInput();
      jvm.awaitOutput("tiny ", TO_ACT);
      Matcher calls = CALLS.matcher(jvm.stdoutSoFar());
      assertThat(calls.find()).isTrue();
      jvm.end(TO_ACT);
      ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
      assertThat(metrics.calls(TINY)).isPositive().isLessThan(Long.parseLong(calls.group(1)));
      assertThat(metrics.calls(WORK)).isEqualTo(Long.parseLong(calls.group(2)));
      JsonNode steps = metrics.point("gemba.governor.steps", Map.of("direction", "down"));
      assertThat(steps.path("asInt").asLong()).isPositive();
      JsonNode ratio = metrics.point("gemba.overhead.ratio", Map.of());
      assertThat(ratio.path("asDouble").asDouble()).isPositive();
    }
  }

  @OnEveryJdk
  void changesNothingWhereItIsToMeasureOnly(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk, "off")) {
      Thread.sleep(6_000);

      JsonNode overhead = AgentSocket.ask(jvm.pid(), "overhead");
      assertThat(overhead.path("budget").isNull()).isTrue();
      assertThat(overhead.path("steps")).isEmpty();
      assertThat(overhead.path("ratio").asDouble()).isGreaterThan(0.05);
      assertThat(method(jvm, TINY).path("level").asText()).isEqualTo("span");
    }
  }

  private static void awaitLevel(RunningJvm jvm, String operation, String level) throws Exception {
    long until = System.nanoTime() + TO_ACT.toNanos();
    while (!method(jvm, operation).path("level").asText().equals(level)) {
      assertThat(System.nanoTime())
          .as(
              "%s does not come to %s: %s",
              operation, level, AgentSocket.ask(jvm.pid(), "overhead"))
          .isLessThan(until);
      Thread.sleep(300);
    }
  }

  private static void awaitMoreCalls(RunningJvm jvm, long than) throws Exception {
    long until = System.nanoTime() + TO_ACT.toNanos();
    while (method(jvm, TINY).path("operationCalls").asLong() <= than) {
      assertThat(System.nanoTime()).as("no calls were counted any more").isLessThan(until);
      Thread.sleep(300);
    }
  }

  /** As the targets list it. */
  private static JsonNode method(RunningJvm jvm, String operation) throws Exception {
    for (JsonNode target : AgentSocket.ask(jvm.pid(), "targets").path("targets")) {
      for (JsonNode method : target.path("woven")) {
        if (method.path("operation").asText().equals(operation)) {
          return method;
        }
      }
    }
    return MissingNode.getInstance();
  }
}
