package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** One million virtual threads do not cost a gigabyte. */
class VirtualThreadsIT {

  private static final int THREADS = 1_000_000;
  private static final int PARKED = 20_000;
  private static final long MOST_BYTES = 32L << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern ROW =
      Pattern.compile("^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+)", Pattern.MULTILINE);
  private static final Pattern TOTAL =
      Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);

  @TempDir private Path directory;

  @OnEveryJdk
  void countsAMillionOfThemInLessThan32Megabytes(Jdk jdk) throws Exception {
    assumeThat(jdk.hasVirtualThreads()).as("%s has no virtual threads", jdk).isTrue();
    Path output = directory.resolve("gemba");
    String config =
        ConfigText.measuring(
            output, "span", "dev.gemba.zoo.Million.once(..)", "dev.gemba.zoo.Million.meet(..)");
    try (RunningJvm jvm =
        ForkedJvm.zooMain(jdk, "Million", "" + THREADS, "" + PARKED)
            .options("-Xmx256m")
            .gemba(directory, config)
            .start()) {
      jvm.awaitOutput("warm", PATIENCE);
      String before = jvm.tool("jcmd", "GC.class_histogram");
      jvm.send("\n");
      jvm.awaitOutput("done " + (THREADS + PARKED), PATIENCE);
      String after = jvm.tool("jcmd", "GC.class_histogram");
      jvm.closeInput();
      jvm.end(PATIENCE).exitedWith(0);

      assertThat(bridgeBytes(after))
          .as("of the bridge's classes:%n%s", after)
          .isLessThan(MOST_BYTES);
      // Recorders hold arrays, which a histogram shows under the arrays' own names: so look at the
      // growth of all.
      assertThat(total(after) - total(before))
          .as("growth of the live heap:%n%s", after)
          .isLessThan(MOST_BYTES);
    }
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(metrics.calls("Million.once")).isEqualTo(THREADS);
    assertThat(metrics.calls("Million.meet")).isEqualTo(PARKED);
  }

  private static long bridgeBytes(String histogram) {
    long bytes = 0;
    Matcher rows = ROW.matcher(histogram);
    while (rows.find()) {
      if (rows.group(2).contains("dev.gemba.bootstrap.")) {
        bytes += Long.parseLong(rows.group(1));
      }
    }
    return bytes;
  }

  private static long total(String histogram) {
    Matcher total = TOTAL.matcher(histogram);
    assertThat(total.find()).as("a total in%n%s", histogram).isTrue();
    return Long.parseLong(total.group(1));
  }
}
