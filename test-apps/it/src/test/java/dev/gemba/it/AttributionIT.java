package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.works.Works;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What operations and spans are told of a program whose shares are known: all the time, without
 * anybody asking. With {@code -Dtruth.seconds=60} within three points; in a shorter run, in which
 * there are fewer samples, within seven.
 */
class AttributionIT {

  private static final int SECONDS = Integer.getInteger("truth.seconds", 12);
  private static final double POINTS = SECONDS >= 60 ? 3 : 7;
  private static final Duration TO_ACT = Duration.ofSeconds(60);
  private static final String WORKS = "dev.gemba.it.works.Works.";

  /** The standard deviation of a share of three quarters is 1.8 points then, or a little more. */
  private static final int ALLOCATIONS = 600;

  /**
   * Intervals are shorter than the default ones, for samples enough in a few seconds. But not that
   * of allocations: how often they are sampled is limited, and what came before the limit is found
   * would be many samples that stand for little.
   */
  private static final String PROFILE =
      "profile: { cpu: 10ms, alloc: 4mb, wall: 10ms, lock: 2ms }\n";

  @TempDir private Path directory;

  private ExportedMetrics run(Jdk jdk, String... options) throws Exception {
    String config =
        ConfigText.measuring(directory, "span", "dev.gemba.it.works.Works.*(..)")
                .replace(
                    "    capture: span\n",
                    "    capture: span\n    exclude: [dev.gemba.it.works.Works.spin(..),"
                        + " dev.gemba.it.works.Works.rest(..)]\n")
            + "sampling: { keep: 100% }\n"
            + PROFILE;
    ForkedJvm jvm =
        ForkedJvm.on(jdk)
            .main(List.of(ForkedJvm.placeOf(Works.class)), Works.class.getName())
            .options(options)
            .gemba(directory, config);
    try (RunningJvm running = jvm.start()) {
      running.awaitOutput("working", TO_ACT);
      Thread.sleep(SECONDS * 1_000L);
      awaitSamplesOfAllocations();
      running.closeInput();
      Ended ended = running.end(TO_ACT).exitedWith(0);
      assertThat(ended.stderr()).doesNotContain("WARNING", "samples with");
    }
    return ExportedMetrics.in(directory).assertNoGembaErrors();
  }

  /** Of these no more than some 30 are taken in a second, and fewer on a busy machine. */
  private void awaitSamplesOfAllocations() throws Exception {
    long deadline = System.nanoTime() + TO_ACT.toNanos();
    while (allocationsSoFar() < ALLOCATIONS && System.nanoTime() < deadline) {
      Thread.sleep(1_000);
    }
  }

  private double allocationsSoFar() throws Exception {
    return ExportedMetrics.soFarIn(directory)
        .sums("gemba.profile.samples", "gemba.profile.kind")
        .getOrDefault("alloc", 0.0);
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void operationsHaveTheSharesOfTheProgram(Jdk jdk) throws Exception {
    ExportedMetrics told = run(jdk);

    SoftAssertions shares = new SoftAssertions();
    expect(shares, told, "cpu.self_time", Map.of("hot", 60.0, "warm", 30.0, "cold", 10.0));
    expect(shares, told, "alloc.self_size", Map.of("many", 75.0, "few", 25.0));
    expect(shares, told, "wall.self_time", Map.of("dozing", 66.7, "napping", 33.3));
    // Threads do nothing but these.
    expect(shares, told, "wall.time", Map.of("burn", 33.3, "sleep", 33.3, "want", 33.3));
    expect(shares, told, "lock.self_time", Map.of("wanting", 100.0, "hot", 0.0, "dozing", 0.0));
    if (jdk.hasVirtualThreads()) {
      expect(shares, told, "cpu.self_time", Map.of("dense", 75.0, "light", 25.0));
    }
    shares.assertAll();
    assertThat(told.sums("gemba.profile.samples", "gemba.profile.kind"))
        .containsKeys("cpu", "alloc", "wall", "lock");

    spansHaveTheirs(told);
    nothingIsLinkedToASpanThatIsNotOnTheStack(told);
  }

  /** A thread that only burns has burnt for as long as the span took, or was kept from it. */
  private static void spansHaveTheirs(ExportedMetrics told) throws Exception {
    double burning = 0;
    double lasted = 0;
    int dozed = 0;
    for (JsonNode span : told.spans()) {
      String name = span.path("name").asText();
      Map<String, String> attributes = ExportedMetrics.attributes(span);
      if (name.equals("Works.dense") || name.equals("Works.light")) {
        // Of virtual threads nobody knows.
        assertThat(attributes).doesNotContainKey("gemba.profile.samples");
      }
      if (name.equals("Works.dozing") && attributes.containsKey("gemba.profile.samples")) {
        assertThat(attributes).doesNotContainKey("gemba.lock.time").containsKey("gemba.wall.time");
        dozed++;
      }
      if (name.equals("Works.burn")) {
        burning = Double.parseDouble(attributes.get("gemba.cpu.time"));
        lasted =
            (span.path("endTimeUnixNano").asLong() - span.path("startTimeUnixNano").asLong()) / 1e9;
      }
    }
    assertThat(dozed).isGreaterThan(10);
    assertThat(burning).isBetween(lasted / 10, lasted * 1.05);
  }

  private void nothingIsLinkedToASpanThatIsNotOnTheStack(ExportedMetrics told) throws Exception {
    Map<String, String> names = new TreeMap<>();
    for (JsonNode span : told.spans()) {
      names.put(span.path("spanId").asText(), span.path("name").asText());
    }
    ExportedProfiles profiles = ExportedProfiles.in(directory);
    int linked = 0;
    int unseen = 0;
    for (ExportedProfiles.Sample sample : profiles.samples()) {
      String name = names.get(sample.spanId());
      if (name != null) {
        // A sample that meets another one's handler does not see what is under that.
        boolean seen = sample.frames().stream().anyMatch(frame -> frame.startsWith(WORKS));
        linked += seen ? 1 : 0;
        unseen += seen ? 0 : 1;
        if (seen) {
          assertThat(sample.frames()).contains("dev.gemba.it.works." + name);
        }
      }
    }
    assertThat(linked).isGreaterThan(50);
    assertThat(unseen).isLessThan(linked / 10);
    assertThat(profiles.samples().stream().map(ExportedProfiles.Sample::operation))
        .contains("Works.hot", "Works.many", "Works.wanting", "Works.dozing");
  }

  private static void expect(
      SoftAssertions shares, ExportedMetrics told, String metric, Map<String, Double> expected) {
    Map<String, Double> sums = told.sums("gemba.operation." + metric, "gemba.operation");
    Set<String> operations =
        expected.keySet().stream().map(name -> "Works." + name).collect(Collectors.toSet());
    double all =
        sums.entrySet().stream()
            .filter(sum -> operations.contains(sum.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    expected.forEach(
        (name, share) ->
            shares
                .assertThat(100 * sums.getOrDefault("Works." + name, 0.0) / all)
                .as("%s of %s, of %s", metric, name, sums)
                .isCloseTo(share, within(POINTS)));
  }

  /** No Flight Recorder, no management: whatever is not there is left out, and nothing fails. */
  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void aJvmOfTheLeastModulesIsSampledToo(Jdk jdk) throws Exception {
    Path output = Files.createDirectory(directory.resolve("least"));
    String config = ConfigText.measuring(output, "timing", "dev.gemba.it.works.Works.*(..)");
    try (RunningJvm running =
        ForkedJvm.on(jdk)
            .main(List.of(ForkedJvm.placeOf(Works.class)), Works.class.getName())
            .options("--limit-modules", "java.base,java.instrument")
            .gemba(output, config)
            .start()) {
      running.awaitOutput("working", TO_ACT);
      Thread.sleep(5_000);
      running.closeInput();
      Ended ended = running.end(TO_ACT).exitedWith(0);
      assertThat(ended.stderr()).doesNotContain("fail", "Error", "Exception");
    }
    ExportedMetrics told = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(told.sums("gemba.operation.cpu.time", "gemba.operation")).containsKey("Works.hot");
  }

  /**
   * Where no library can be loaded, JDK Flight Recorder samples, and says so once; beside a
   * recording that somebody else has begun.
   */
  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void flightRecorderStandsIn(Jdk jdk) throws Exception {
    Path output = Files.createDirectory(directory.resolve("jfr"));
    String config =
        ConfigText.measuring(output, "timing", "dev.gemba.it.works.Works.*(..)")
            + "profile: { cpu: 10ms, alloc: 256kb, lock: 2ms }\n";
    try (RunningJvm running =
        ForkedJvm.on(jdk)
            .main(List.of(ForkedJvm.placeOf(Works.class)), Works.class.getName())
            .options("-Dos.arch=abacus", "-XX:StartFlightRecording:settings=profile")
            .gemba(output, config)
            .start()) {
      running.awaitOutput("working", TO_ACT);
      // What Flight Recorder has not been asked for by the end is lost; it is asked after three.
      Thread.sleep(5_000);
      running.closeInput();
      Ended ended = running.end(TO_ACT).exitedWith(0);
      assertThat(ended.stderr())
          .containsOnlyOnce(
              "samples with JDK Flight Recorder, as async-profiler has no library for this system");
    }
    ExportedMetrics told = ExportedMetrics.in(output).assertNoGembaErrors();
    Map<String, Double> cpu = told.sums("gemba.operation.cpu.time", "gemba.operation");
    assertThat(cpu).as("%s", cpu).containsKeys("Works.hot", "Works.warm");
    assertThat(cpu.get("Works.hot")).as("%s", cpu).isGreaterThan(cpu.get("Works.warm"));
    Map<String, Double> locks = told.sums("gemba.operation.lock.time", "gemba.operation");
    assertThat(locks.get("Works.wanting")).as("%s", locks).isGreaterThan(0.3);
    assertThat(told.sums("gemba.operation.alloc.size", "gemba.operation"))
        .containsKey("Works.many");
  }
}
