package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Gemba given twice, as happens when an image sets JAVA_TOOL_OPTIONS and a script adds its own. */
class TwiceIT {

  @TempDir private Path directory;

  @OnEveryJdk
  void theFirstOneCountsAndTheSecondOneSaysSo(Jdk jdk) throws Exception {
    String target = "dev.gemba.zoo.counting.Work.*(..)";
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    Path otherConfig =
        Files.writeString(
            directory.resolve("other.yaml"), ConfigText.measuring(second, "timing", target));

    Ended ended =
        ForkedJvm.zooMain(jdk, "Counting", "4", "1000", "7", "platform")
            .gemba(directory, ConfigText.measuring(first, "timing", target))
            .agent(Jars.gemba(), otherConfig.toString())
            .run()
            .exitedWith(0);

    assertThat(ExportedMetrics.in(first).assertNoGembaErrors().byOutcome())
        .isEqualTo(TrueCounts.parse(ended.stdout()));
    assertThat(second).doesNotExist();
    assertThat(ended.stderr()).contains("gemba: is here already");
  }
}
