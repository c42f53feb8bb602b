package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gemba.it.works.Works;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What {@code gemba profile} tells of a program whose shares are known, and what others that sample
 * and what is asked for mean to the session that runs all the time.
 */
class ProfileIT {

  private static final Duration TO_ACT = Duration.ofSeconds(60);

  /** Others are looked out for every ten seconds. */
  private static final Duration TO_CHANGE = Duration.ofSeconds(25);

  private static final String METHODS = "dev/gemba/it/works/Works.";
  private static final String OPERATION = "Works.hot";

  /** By default, as {@code gemba status} has it. */
  private static final String SAMPLED = "cpu 19.0 ms, alloc off, wall off, lock off";

  @TempDir private Path directory;

  private ForkedJvm works(Jdk jdk) throws Exception {
    ForkedJvm jvm =
        ForkedJvm.on(jdk).main(List.of(ForkedJvm.placeOf(Works.class)), Works.class.getName());
    return jdk.feature() >= 21 ? jvm.options("-XX:+EnableDynamicAgentLoading") : jvm;
  }

  private RunningJvm watched(Jdk jdk, String... options) throws Exception {
    String config =
        "service: works\npacks: []\nexporters: {}\ntargets:\n"
            + ConfigText.target("timing", "dev.gemba.it.works.Works.*(..)");
    return working(works(jdk).options(options).gemba(directory, config).start());
  }

  private static RunningJvm working(RunningJvm jvm) throws Exception {
    long until = System.nanoTime() + TO_ACT.toNanos();
    while (!jvm.stdoutSoFar().contains("working")) {
      assertThat(System.nanoTime() - until).as("%s", jvm).isNegative();
      Thread.sleep(20);
    }
    return jvm;
  }

  private String profile(Jdk jdk, RunningJvm jvm, Path output, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("profile", "" + jvm.pid(), "-o", output.toString()));
    command.addAll(List.of(more));
    return new GembaCli(jdk).good(command.toArray(String[]::new));
  }

  /** What stacks with a method have, of all that have one of the methods. */
  private static Map<String, Double> shares(Path collapsed, String... methods) throws Exception {
    Map<String, Double> shares = new HashMap<>();
    double all = 0;
    for (String line : Files.readAllLines(collapsed)) {
      double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      for (String method : methods) {
        if (line.contains(METHODS + method + "_[") || line.contains(METHODS + method + ";")) {
          shares.merge(method, value, Double::sum);
          all += value;
        }
      }
    }
    double sum = all;
    shares.replaceAll((method, value) -> 100 * value / sum);
    return shares;
  }

  @OnEveryJdk
  void sharesAreThoseOfTheProgram(Jdk jdk) throws Exception {
    try (RunningJvm jvm = watched(jdk)) {
      Path cpu = directory.resolve("cpu.collapsed");
      assertThat(profile(jdk, jvm, cpu, "--seconds", "4", "--interval", "4ms"))
          .contains("async-profiler", " samples");
      Map<String, Double> burnt = shares(cpu, "hot", "warm", "cold");
      assertThat(burnt.get("hot")).as("%s", burnt).isCloseTo(60, within(8.0));
      assertThat(burnt.get("warm")).as("%s", burnt).isCloseTo(30, within(8.0));

      Path alloc = directory.resolve("alloc.collapsed");
      profile(jdk, jvm, alloc, "--event", "alloc", "--interval", "64kb", "--seconds", "1");
      Map<String, Double> allocated = shares(alloc, "many", "few");
      assertThat(allocated.get("many")).as("%s", allocated).isCloseTo(75, within(6.0));

      Path lock = directory.resolve("lock.collapsed");
      profile(jdk, jvm, lock, "--event", "lock", "--seconds", "1");
      assertThat(shares(lock, "wanting", "hot", "having").get("wanting")).isGreaterThan(95);

      Path wall = directory.resolve("wall.collapsed");
      profile(jdk, jvm, wall, "--event", "wall", "--seconds", "1");
      assertThat(shares(wall, "hot", "having", "wanting")).containsKeys("having", "wanting");

      end(jvm);
    }
  }

  @Test
  void oneOperationIsSeenAlone() throws Exception {
    Jdk jdk = Jdks.found().get(0);
    try (RunningJvm jvm = watched(jdk)) {
      Path collapsed = directory.resolve("hot.collapsed");
      String told =
          profile(jdk, jvm, collapsed, "--operation", OPERATION, "--seconds", "10", "--json");
      JsonNode json = new ObjectMapper().readTree(told);
      assertThat(json.path("operation").asText()).isEqualTo(OPERATION);
      assertThat(json.path("samples").asLong()).isGreaterThan(10);
      assertThat(json.at("/hottest").findValuesAsText("method"))
          .contains("dev.gemba.it.works.Works.hot")
          .doesNotContain("dev.gemba.it.works.Works.warm", "java.lang.Thread.run");
      assertThat(Files.readAllLines(collapsed))
          .isNotEmpty()
          .allMatch(l -> l.startsWith(METHODS + "hot"));

      Path jfr = directory.resolve("all.jfr");
      profile(jdk, jvm, jfr, "--seconds", "1");
      try (RecordingFile recording = new RecordingFile(jfr)) {
        assertThat(recording.hasMoreEvents()).isTrue();
      }

      GembaCli gemba = new GembaCli(jdk);
      String pid = "" + jvm.pid();
      assertThat(gemba.run("profile", pid, "--operation", "Works.none").exitedWith(1).stderr())
          .contains("found the operation 'Works.none'");
      assertThat(gemba.run("profile", pid, "--event", "heat").exitedWith(2).stderr())
          .contains("--event: found 'heat', accepted is cpu, alloc, wall, lock");
      assertThat(gemba.run("profile", pid, "-o", "x.svg").exitedWith(2).stderr())
          .contains("found 'x.svg'", ".html");
      assertThat(
              gemba
                  .run("profile", pid, "--operation", OPERATION, "-o", "x.heatmap.html")
                  .exitedWith(2)
                  .stderr())
          .contains("a file that is no heat map");
      end(jvm);
    }
  }

  @OnEveryJdk
  void whereTheLibraryCannotBeLoadedTheJvmSamples(Jdk jdk) throws Exception {
    try (RunningJvm jvm = watched(jdk, "-Dos.arch=abacus")) {
      Path cpu = directory.resolve("cpu.collapsed");
      Ended told =
          new GembaCli(jdk).run("profile", "" + jvm.pid(), "-o", cpu.toString(), "--seconds", "3");
      assertThat(told.exitedWith(0).stdout()).contains("JDK Flight Recorder");
      assertThat(told.stderr()).contains("async-profiler has no library for this system");
      Map<String, Double> burnt = shares(cpu, "hot", "warm", "cold");
      assertThat(burnt.get("hot")).as("%s", burnt).isCloseTo(60, within(12.0));

      assertThat(
              new GembaCli(jdk)
                  .run("profile", "" + jvm.pid(), "--event", "wall")
                  .exitedWith(1)
                  .stderr())
          .contains("no samples of threads that wait");
      end(jvm);
    }
  }

  /** It is there before Gemba is. */
  @Test
  void anotherProfilerIsLeftAlone() throws Exception {
    Jdk jdk = Jdks.found().get(0);
    Path library = anotherProfiler();
    Path others = directory.resolve("others.jfr");
    try (RunningJvm jvm =
        watched(jdk, "-agentpath:" + library + "=start,event=cpu,jfr,file=" + others)) {
      Ended told = new GembaCli(jdk).run("profile", "" + jvm.pid(), "--seconds", "1");
      assertThat(told.exitedWith(0).stdout()).contains("JDK Flight Recorder");
      assertThat(told.stderr()).contains("another profiler is in this JVM (libasyncProfiler.so");
      end(jvm);
    }
    assertThat(others).isNotEmptyFile();
  }

  /** It comes while Gemba samples, with all that it can sample. */
  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void anotherProfilerThatComesHasTheFloor(Jdk jdk) throws Exception {
    Path library = anotherProfiler();
    Path others = directory.resolve("others.jfr");
    try (RunningJvm jvm = watched(jdk)) {
      awaitProfiling(jvm, state -> state.path("engine").asText().contains("async-profiler"));
      String all = "start,event=cpu,interval=1ms,alloc=64k,wall=5ms,lock=1ms,jfr,file=" + others;
      assertThat(jvm.tool("jcmd", "JVMTI.agent_load", library.toString(), '"' + all + '"'))
          .contains("return code: 0");
      JsonNode profiling =
          awaitProfiling(
              jvm, state -> state.path("engine").asText().contains("JDK Flight Recorder"));
      assertThat(profiling.path("problems").toString())
          .contains("another profiler is in this JVM (libasyncProfiler.so");
      assertThat(profiling.path("sampled").asText()).startsWith("cpu 19.0 ms, alloc ");
      jvm.closeInput();
      assertThat(jvm.end(TO_ACT).exitedWith(0).stderr())
          .containsOnlyOnce("samples with JDK Flight Recorder, as another profiler is in this JVM")
          .doesNotContain("Exception");
    }
    long hot = 0;
    try (RecordingFile recording = new RecordingFile(others)) {
      while (recording.hasMoreEvents()) {
        RecordedStackTrace stack = recording.readEvent().getStackTrace();
        hot += stack != null && stack.toString().contains("Works.hot") ? 1 : 0;
      }
    }
    assertThat(hot).isGreaterThan(50);
  }

  private Path anotherProfiler() throws Exception {
    Path library = directory.resolve("libasyncProfiler.so");
    try (ZipFile jar = new ZipFile(Jars.gemba().toFile());
        InputStream in =
            jar.getInputStream(
                jar.getEntry("isolated/async-profiler/linux-x64/libasyncProfiler.so"))) {
      Files.copy(in, library);
    }
    return library;
  }

  /** What {@code gemba status} tells of profiling, as soon as it is as expected. */
  private static JsonNode awaitProfiling(RunningJvm jvm, Predicate<JsonNode> expected)
      throws Exception {
    long until = System.nanoTime() + TO_CHANGE.toNanos();
    while (true) {
      JsonNode profiling = AgentSocket.ask(jvm.pid(), "status").path("profiling");
      if (expected.test(profiling)) {
        return profiling;
      }
      assertThat(System.nanoTime() - until).as("%s of %s", profiling, jvm).isNegative();
      Thread.sleep(50);
    }
  }

  /**
   * What is asked for comes out of the session that there is, as long as that samples enough; and
   * however often it is begun anew, sums go on.
   */
  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void sumsGoOnWhateverIsAskedFor(Jdk jdk) throws Exception {
    Path output = directory.resolve("out");
    String config =
        ConfigText.measuring(output, "timing", "dev.gemba.it.works.Works.*(..)")
            // Of which no more than there is time for is ever sampled, so that no session ends for
            // it.
            + "profile: { cpu: 19ms, alloc: off, lock: off }\n";
    try (RunningJvm jvm = working(works(jdk).gemba(directory, config).start())) {
      awaitProfiling(jvm, state -> state.path("sampled").asText().equals(SAMPLED));
      Set<Path> session = recordingsOf(jvm);
      assertThat(session).hasSize(1);

      Path cpu = directory.resolve("cpu.collapsed");
      profile(jdk, jvm, cpu, "--interval", "19ms", "--seconds", "2");
      assertThat(shares(cpu, "hot", "warm")).containsKeys("hot", "warm");
      assertThat(recordingsOf(jvm)).isEqualTo(session);
      double before = awaitMoreThan(0, output);

      Path wall = directory.resolve("wall.collapsed");
      profile(jdk, jvm, wall, "--event", "wall", "--seconds", "1");
      assertThat(shares(wall, "having", "wanting")).containsKeys("having", "wanting");
      assertThat(recordingsOf(jvm)).hasSize(1).isNotEqualTo(session);
      awaitProfiling(jvm, state -> state.path("sampled").asText().equals(SAMPLED));
      // What is more the second time is by the session that was begun anew.
      awaitMoreThan(awaitMoreThan(before, output), output);
      end(jvm);
    }
    ExportedMetrics.in(output).assertNoGembaErrors();
  }

  /** The files, without a name by now, that async-profiler writes to: one for each session. */
  private static Set<Path> recordingsOf(RunningJvm jvm) throws Exception {
    Set<Path> recordings = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", "" + jvm.pid(), "fd"))) {
      for (Path link : open.toList()) {
        try {
          Path file = Files.readSymbolicLink(link);
          if (file.toString().matches(".*/gemba-profile-[^/]*[.]jfr [(]deleted[)]")) {
            recordings.add(file);
          }
        } catch (NoSuchFileException ignored) {
          // It was closed meanwhile.
        }
      }
    }
    return recordings;
  }

  /** How much CPU the operation has used by the metrics, as soon as it is more than so much. */
  private static double awaitMoreThan(double seconds, Path output) throws Exception {
    long until = System.nanoTime() + TO_CHANGE.toNanos();
    while (true) {
      double used =
          ExportedMetrics.in(output)
              .sums("gemba.operation.cpu.time", "gemba.operation")
              .getOrDefault(OPERATION, 0.0);
      assertThat(used).isGreaterThanOrEqualTo(seconds);
      if (used > seconds) {
        return used;
      }
      assertThat(System.nanoTime() - until).as("%s s are all", used).isNegative();
      Thread.sleep(200);
    }
  }

  @OnEveryJdk
  @Execution(ExecutionMode.CONCURRENT)
  void detachesAndComesBack(Jdk jdk) throws Exception {
    Path noDirectory = directory.resolve("no-such-directory");
    try (RunningJvm jvm = working(works(jdk).options("-Djava.io.tmpdir=" + noDirectory).start())) {
      GembaCli gemba = new GembaCli(jdk);
      String pid = "" + jvm.pid();
      Path config =
          Files.writeString(directory.resolve("gemba.yaml"), "exporters: {}\npacks: []\n");
      for (int i = 0; i < 2; i++) {
        gemba.good("attach", pid, "--config", config.toString());
        assertThat(gemba.good("profile", pid, "--seconds", "1"))
            .contains("async-profiler", "Works.spin");
        gemba.good("detach", pid);
      }
      end(jvm);
    }
  }

  private static void end(RunningJvm jvm) throws Exception {
    jvm.closeInput();
    Ended ended = jvm.end(TO_ACT).exitedWith(0);
    assertThat(ended.stderr()).as("%s", ended).doesNotContain("Exception");
  }
}
