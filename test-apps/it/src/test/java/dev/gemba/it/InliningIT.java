package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** {@code targets} says where weaving takes a method over what the JIT inlines. */
class InliningIT {

  private static final Duration TO_CALL = Duration.ofSeconds(30);
  private static final String CLASS = "dev.gemba.zoo.Inlining";

  @TempDir private Path directory;

  @OnEveryJdk
  void tellsWhichMethodsTheJitNoLongerInlines(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk)) {
      assertThat(method(jvm, "tiny").path("jit").asText()).isEqualTo("inlined-where-hot");
      assertThat(method(jvm, "medium").path("jit").asText()).isEqualTo("unchanged");
      JsonNode grown = method(jvm, "nearlyTooLarge");
      assertThat(grown.path("jit").asText()).as("%s", grown).isEqualTo("not-inlined");
      assertThat(grown.path("codeBefore").asInt()).isBetween(296, 325);
      assertThat(grown.path("codeAfter").asInt() - grown.path("codeBefore").asInt())
          .isBetween(30, 42);
      assertThat(method(jvm, "tooLarge").path("jit").asText()).isEqualTo("unchanged");

      String pid = Long.toString(jvm.pid());
      assertThat(new GembaCli(jdk).good("targets", pid))
          .containsPattern(
              "nearlyTooLarge.*: grows from 3\\d\\d to 3\\d\\d bytes of code: the JIT no longer"
                  + " inlines it, however hot \\(FreqInlineSize 325\\)")
          .contains("1 small method is inlined by the JIT only where hot now; --all names it")
          .doesNotContain("tiny(long): grows");
      assertThat(new GembaCli(jdk).good("targets", pid, "--all")).contains("tiny(long): grows");
    }
  }

  @OnEveryJdk
  void goesByTheLimitsThatTheJvmWasStartedWith(Jdk jdk) throws Exception {
    try (RunningJvm jvm = start(jdk, "-XX:FreqInlineSize=500", "-XX:MaxInlineSize=6")) {
      assertThat(method(jvm, "tiny").path("jit").asText()).isEqualTo("inlined-where-hot");
      assertThat(method(jvm, "nearlyTooLarge").path("jit").asText()).isEqualTo("unchanged");
    }
  }

  private RunningJvm start(Jdk jdk, String... options) throws Exception {
    String config = ConfigText.measuring(directory.resolve("out"), "timing", CLASS + ".*(long)");
    RunningJvm jvm =
        ForkedJvm.zooMain(jdk, "Inlining").options(options).gemba(directory, config).start();
    jvm.awaitOutput("called ", TO_CALL);
    return jvm;
  }

  private static JsonNode method(RunningJvm jvm, String name) throws Exception {
    for (JsonNode method :
        AgentSocket.ask(jvm.pid(), "targets").path("targets").path(0).path("woven")) {
      if (method.path("method").asText().contains("." + name + "(")) {
        return method;
      }
    }
    throw new AssertionError("no method " + name);
  }
}
