package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.zoo.loader.GuestJar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Awkward classes, all of them woven and all verified, behave as if nobody had touched them. */
class ZooIT {

  private static final String[] TARGETS = {
    "dev.gemba.zoo..*.*(..)",
    "dev.gemba.zoo..*.new(..)",
    "kotlin.text..*.*(..)",
    "kotlin.sequences..*.*(..)",
    "kotlin.collections..*.*(..)",
    "scala.collection.immutable..*.*(..)",
    "groovy.lang..*.*(..)",
    "org.apache.commons..*.*(..)",
    "org.apache.xerces..*.*(..)"
  };

  /**
   * At the limits of the class-file format and of the stack: there, failing to weave or to record
   * is no fault.
   */
  private static final String[] AT_THE_LIMITS = {
    "huge-methods", "huge-frames", "full-constant-pool", "stack-overflow"
  };

  private static final String[] WITHIN_LIMITS =
      Stream.concat(Stream.of("all"), Stream.of(AT_THE_LIMITS).map(name -> "-" + name))
          .toArray(String[]::new);

  private static final Map<String, Ended> WITHOUT_AGENT = new ConcurrentHashMap<>();

  @TempDir private Path directory;

  static Stream<Arguments> jdksAndLevels() {
    return Jdks.found().stream()
        .flatMap(
            jdk -> Stream.of("count", "timing", "span").map(level -> Arguments.of(jdk, level)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndLevels")
  void behavesAsWithoutTheAgent(Jdk jdk, String capture) throws Exception {
    Path output = directory.resolve("gemba");
    Ended woven = run(jdk, ConfigText.measuring(output, capture, TARGETS), WITHIN_LIMITS);

    assertSameSections(woven, without(jdk, WITHIN_LIMITS));
    woven.exitedWith(0);
    assertThat(woven.stderr())
        .doesNotContain("VerifyError", "LinkageError", "NoClassDefFoundError");
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertWovenInEveryLoader(metrics);
    assertWovenInEveryVersion(metrics, jdk);
    assertLibrariesWoven(metrics);
    assertThat(metrics.calls("Hidden.get")).as("hidden classes are never woven").isZero();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndLevels")
  void leavesAsTheyWereTheClassesThatDoNotFitAnyMore(Jdk jdk, String capture) throws Exception {
    Path output = directory.resolve("gemba");
    Ended woven = run(jdk, ConfigText.measuring(output, capture, TARGETS), AT_THE_LIMITS);

    assertSameSections(woven, without(jdk, AT_THE_LIMITS));
    woven.exitedWith(0);
    assertThat(woven.stderr())
        .doesNotContain("VerifyError", "LinkageError", "NoClassDefFoundError");
    ExportedMetrics metrics = ExportedMetrics.in(output);
    for (int size : new int[] {32_760, 40_000, 60_000, 64_500, 65_400, 65_535}) {
      assertThat(metrics.calls("Code" + size + ".huge"))
          .as("of %d bytes: all or none", size)
          .isIn(0L, 3L);
    }
    assertThat(metrics.calls("Code32760.huge")).as("fits when woven").isEqualTo(3);
    assertThat(metrics.calls("Code40000.huge")).as("fits when woven").isEqualTo(3);
  }

  @OnEveryJdk
  void behavesAsWithoutTheAgentInANamedModule(Jdk jdk) throws Exception {
    Path jar = GuestJar.module(directory.resolve("guest.jar"));
    Path output = directory.resolve("gemba");
    Ended without = ForkedJvm.on(jdk).module(jar, GuestJar.MODULE).run().exitedWith(0);

    Ended woven =
        ForkedJvm.on(jdk)
            .options("-Xverify:all")
            .gemba(directory, ConfigText.measuring(output, "timing", "dev.gemba.zoo..*.*(..)"))
            .module(jar, GuestJar.MODULE)
            .run();

    woven.sameAs(without).sameErrorsAs(without);
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(metrics.calls("Guest.call")).isEqualTo(1);
    assertThat(metrics.calls("Guest.fibonacci")).isEqualTo(1_973);
  }

  private Ended run(Jdk jdk, String config, String... cases) throws Exception {
    return ForkedJvm.zoo(jdk, cases).options("-Xverify:all").gemba(directory, config).run();
  }

  private static Ended without(Jdk jdk, String... cases) throws Exception {
    String key = jdk + String.join(" ", cases);
    if (!WITHOUT_AGENT.containsKey(key)) {
      WITHOUT_AGENT.put(key, ForkedJvm.zoo(jdk, cases).options("-Xverify:all").run().exitedWith(0));
    }
    return WITHOUT_AGENT.get(key);
  }

  private static void assertSameSections(Ended woven, Ended without) {
    Map<String, String> expected = sections(without.stdout());
    Map<String, String> actual = sections(woven.stdout());
    SoftAssertions all = new SoftAssertions();
    expected.forEach((name, text) -> all.assertThat(actual.get(name)).as(name).isEqualTo(text));
    all.assertThat(actual.keySet()).as("%s", woven).containsExactlyElementsOf(expected.keySet());
    all.assertAll();
  }

  private static Map<String, String> sections(String stdout) {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : stdout.split("(?m)^== ")) {
      if (!section.isEmpty()) {
        int end = section.indexOf('\n');
        sections.put(section.substring(0, end), section.substring(end + 1));
      }
    }
    return sections;
  }

  /**
   * OSGi, JBoss Modules, child-first and null-parent: two calls each; the module layer: one; thrown
   * away: sixty.
   */
  private static void assertWovenInEveryLoader(ExportedMetrics metrics) {
    assertThat(metrics.calls("Guest.call")).as("%s", metrics).isEqualTo(4 * 2 + 1 + 60);
    assertThat(metrics.calls("OsgiBundle.run")).isEqualTo(1);
  }

  /** Java 1.4 and newer: one class a version, three calls each, one of them exceptional. */
  private static void assertWovenInEveryVersion(ExportedMetrics metrics, Jdk jdk) {
    for (int version = 48; version <= jdk.feature() + 44; version++) {
      assertThat(metrics.callsByOutcome("Version" + version + ".divide"))
          .as("class-file version %d", version)
          .isEqualTo(Map.of("", 2L, "java.lang.ArithmeticException", 1L));
    }
    for (int version : new int[] {48, 50, 52, 61}) {
      assertThat(metrics.callsByOutcome("Reused" + version + ".reuse"))
          .as("slots of arguments used for other things")
          .isEqualTo(Map.of("", 1L, "java.lang.ArithmeticException", 1L));
    }
    assertThat(metrics.callsByOutcome("Slots.ints"))
        .as("255 argument slots")
        .isEqualTo(Map.of("", 2L, "java.lang.ArithmeticException", 1L));
  }

  private static void assertLibrariesWoven(ExportedMetrics metrics) {
    assertThat(metrics.calls("Regex.replace")).as("Kotlin").isPositive();
    assertThat(metrics.calls("List.map")).as("Scala").isPositive();
    assertThat(metrics.calls("GroovyShell.evaluate")).as("Groovy").isPositive();
    assertThat(metrics.calls("StringUtils.center")).as("commons-lang").isPositive();
    assertThat(metrics.calls("LRUMap.put")).as("commons-collections").isEqualTo(5);
    assertThat(metrics.calls("SAXParserFactoryImpl.newSAXParser")).as("Xerces").isEqualTo(2);
  }
}
