package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beside the OpenTelemetry agent, whichever comes first, both leave the application alone and the
 * counts are exact.
 */
class OtherAgentsIT {

  private static final String[] CASES = {
    "lambdas",
    "records",
    "constructors",
    "exception-tables",
    "stack-views",
    "serialization",
    "locking",
    "child-first",
    "osgi"
  };

  @TempDir private Path directory;

  @OnEveryJdk
  void gembaFirst(Jdk jdk) throws Exception {
    besides(jdk, true);
  }

  @OnEveryJdk
  void gembaSecond(Jdk jdk) throws Exception {
    besides(jdk, false);
  }

  private void besides(Jdk jdk, boolean gembaFirst) throws Exception {
    String[] counting = {"8", "5000", "99", "platform"};
    Ended alone = ForkedJvm.zooMain(jdk, "Counting", counting).run().exitedWith(0);
    Path counted = directory.resolve("counted");
    String config = ConfigText.measuring(counted, "timing", "dev.gemba.zoo.counting.Work.*(..)");
    both(ForkedJvm.zooMain(jdk, "Counting", counting), config, gembaFirst).run().sameAs(alone);
    assertThat(ExportedMetrics.in(counted).assertNoGembaErrors().byOutcome())
        .isEqualTo(TrueCounts.parse(alone.stdout()));

    Ended zooAlone = openTelemetry(ForkedJvm.zoo(jdk, CASES)).run().exitedWith(0);
    Path zoo = directory.resolve("zoo");
    String zooConfig =
        ConfigText.measuring(zoo, "timing", "dev.gemba.zoo..*.*(..)", "dev.gemba.zoo..*.new(..)");
    both(ForkedJvm.zoo(jdk, CASES).options("-Xverify:all"), zooConfig, gembaFirst)
        .run()
        .sameAs(zooAlone);
    assertThat(ExportedMetrics.in(zoo).assertNoGembaErrors().calls("Guest.call")).isEqualTo(4);
  }

  private ForkedJvm both(ForkedJvm jvm, String config, boolean gembaFirst) throws Exception {
    return gembaFirst
        ? openTelemetry(jvm.gemba(directory, config))
        : openTelemetry(jvm).gemba(directory, config);
  }

  private static ForkedJvm openTelemetry(ForkedJvm jvm) {
    return jvm.agent(Jars.thirdParty("opentelemetry-javaagent.jar"), "")
        .options(
            "-Dotel.metrics.exporter=none",
            "-Dotel.traces.exporter=none",
            "-Dotel.logs.exporter=none",
            "-Dotel.javaagent.logging=none");
  }
}
