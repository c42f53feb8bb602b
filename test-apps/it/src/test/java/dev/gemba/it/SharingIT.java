package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM that starts from an archive of the application's classes goes on taking them from there,
 * and says nothing of it.
 */
class SharingIT {

  private static final String[] COUNTING = {"4", "1000", "7", "platform"};
  private static final String APPLICATION = "dev.gemba.zoo.";

  @TempDir private Path directory;

  @OnEveryJdk
  void theApplicationIsStillTakenFromItsArchive(Jdk jdk) throws Exception {
    counting(jdk, "-XX:ArchiveClassesAtExit=").run().exitedWith(0);
    stillShares(jdk, "-XX:SharedArchiveFile=");
  }

  @OnEveryJdk
  void theApplicationIsStillTakenFromItsAotCache(Jdk jdk) throws Exception {
    if (jdk.feature() >= 25) {
      counting(jdk, "-XX:AOTCacheOutput=").run().exitedWith(0);
      stillShares(jdk, "-XX:AOTCache=");
    }
  }

  private void stillShares(Jdk jdk, String option) throws Exception {
    Ended alone = logged(jdk, option, "alone").run().exitedWith(0);
    Set<String> shared = shared("alone");
    assertThat(shared).as("shared without Gemba").isNotEmpty();

    String config =
        ConfigText.measuring(
            directory.resolve("out"), "timing", APPLICATION + "counting.Work.*(..)");
    Ended with = logged(jdk, option, "with").gemba(directory, config).run();
    with.sameAs(alone).sameErrorsAs(alone);
    assertThat(shared("with")).as("shared with Gemba").containsAll(shared);
    assertThat(ExportedMetrics.in(directory.resolve("out")).assertNoGembaErrors().byOutcome())
        .isEqualTo(TrueCounts.parse(alone.stdout()));
  }

  private ForkedJvm logged(Jdk jdk, String option, String name) {
    return counting(jdk, option)
        .options("-Xlog:disable", "-Xlog:class+load:file=" + directory.resolve(name + ".log"));
  }

  /**
   * With the module that any agent brings: JDK 25 refuses a cache that was made without it,
   * whatever the agent.
   */
  private ForkedJvm counting(Jdk jdk, String option) {
    return ForkedJvm.zooMain(jdk, "Counting", COUNTING)
        .options("--add-modules", "java.instrument", option + directory.resolve("archive"));
  }

  /**
   * The application's classes that came from an archive, but for those that Gemba weaves, and
   * hidden ones, whose names are others each time.
   */
  private Set<String> shared(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name + ".log")).stream()
        .filter(line -> line.contains("source: shared objects file"))
        .map(line -> line.replaceAll("^(\\[[^]]*\\])* *", "").replaceAll(" .*", ""))
        .filter(type -> type.startsWith(APPLICATION) && !type.contains(".counting.Work"))
        .filter(type -> !type.contains("/"))
        .collect(Collectors.toSet());
  }
}
