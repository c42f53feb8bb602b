package dev.gemba.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of this JVM, in which one method burns on its own, and another within it. */
class ProfileFormatTest {

  private static final String OUTER = "dev/gemba/cli/profile/ProfileFormatTest.outer";
  private static final String INNER = "dev/gemba/cli/profile/ProfileFormatTest.inner";
  private static final long ENOUGH_NANOS = 600_000_000;

  @TempDir private static Path directory;

  private static Path recorded;
  private static volatile long sum;

  @BeforeAll
  static void record() throws Exception {
    recorded = directory.resolve("recorded.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10)).withStackTrace();
      recording.start();
      outer();
      recording.stop();
      recording.dump(recorded);
    }
  }

  private static void outer() {
    burn(ENOUGH_NANOS);
    inner();
  }

  private static void inner() {
    burn(ENOUGH_NANOS);
  }

  private static void burn(long nanos) {
    long until = System.nanoTime() + nanos;
    long mixed = sum;
    while (System.nanoTime() - until < 0) {
      for (int i = 0; i < 1_000; i++) {
        mixed += i * mixed + 1;
      }
    }
    sum = mixed;
  }

  private static ProfileSource source(String... methods) {
    return new ProfileSource(recorded, "cpu", "a title", Set.of(methods));
  }

  private static Path write(ProfileFormat format, String name, ProfileSource source)
      throws Exception {
    Path file = directory.resolve(name);
    assertThat(ProfileFormat.of(file)).isEqualTo(format);
    format.write(source, file);
    return file;
  }

  @Test
  void addsUpWhatMethodsTook() throws Exception {
    HotMethods all = HotMethods.in(source());
    HotMethods inner = HotMethods.in(source(INNER));

    assertThat(all.samples()).isGreaterThan(10).isEqualTo(all.total());
    assertThat(inner.samples()).isBetween(1L, all.samples() - 1);
    assertThat(all.hottest(100))
        .anySatisfy(
            method -> {
              assertThat(method.name()).isEqualTo(OUTER.replace('/', '.'));
              assertThat(method.whole()).isBetween(inner.total() + 1, all.total());
            });
    assertThat(inner.hottest(100))
        .filteredOn(method -> method.name().equals(INNER.replace('/', '.')))
        .singleElement()
        .satisfies(method -> assertThat(method.whole()).isEqualTo(inner.total()));
    assertThat(inner.hottest(100))
        .extracting(HotMethods.Method::name)
        .doesNotContain(OUTER.replace('/', '.'));
    assertThat(all.hottest(1)).hasSize(1);
  }

  @Test
  void stacksBeginAtTheOutermostOfTheMethods() throws Exception {
    List<String> one =
        Files.readAllLines(write(ProfileFormat.COLLAPSED, "one.collapsed", source(INNER)));
    List<String> both =
        Files.readAllLines(write(ProfileFormat.COLLAPSED, "both.collapsed", source(OUTER, INNER)));

    assertThat(one).isNotEmpty().allMatch(line -> line.startsWith(INNER));
    assertThat(both)
        .hasSizeGreaterThan(one.size())
        .allMatch(line -> line.startsWith(OUTER))
        .anyMatch(line -> line.contains(INNER));
  }

  @Test
  void pagesOpenByThemselves() throws Exception {
    Path flame = write(ProfileFormat.HTML, "flame.html", source(INNER));
    Path heat = write(ProfileFormat.HEATMAP, "all.heatmap.html", source());

    assertThat(flame).content().contains("a title", "inner'");
    for (Path page : List.of(flame, heat)) {
      assertThat(page).content().contains("<html").doesNotContain("src=\"http", "href=\"http://");
    }
  }

  @Test
  void pprofIsCompressedAndHasItsStrings() throws Exception {
    Path pprof = write(ProfileFormat.PPROF, "inner.pprof", source(INNER));

    try (InputStream in = new GZIPInputStream(Files.newInputStream(pprof))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("ProfileFormatTest.inner", "ProfileFormatTest.burn")
          .doesNotContain("ProfileFormatTest.outer");
    }
  }

  @Test
  void tellsWhatGrewAndShrankWhateverTheLength() throws Exception {
    Path itself = write(ProfileFormat.COLLAPSED, "itself.collapsed", source());
    Path before = directory.resolve("before&.collapsed");
    String largest =
        Files.readAllLines(itself).stream()
            .max(Comparator.comparingLong(ProfileFormatTest::samplesOf))
            .orElseThrow();
    Files.writeString(before, largest + "\na;gone 500\n");
    Path tripled = directory.resolve("tripled.collapsed");
    Files.writeString(tripled, Files.readString(itself).repeat(3));

    Path other = directory.resolve("other.html");
    ProfileBase.read(before, "cpu").writeDifference(source(), other);
    Path same = directory.resolve("same.html");
    ProfileBase.read(recorded, "cpu").writeDifference(source(), same);
    Path scaled = directory.resolve("scaled.html");
    ProfileBase.read(tripled, "cpu").writeDifference(source(), scaled);

    assertThat(mostGrown(other)).isPositive();
    assertThat(other).content().contains("grown since before&amp;.collapsed");
    assertThat(mostGrown(same)).isZero();
    assertThat(mostGrown(scaled)).isZero();
  }

  @Test
  void differenceIsOfAnOperationAlone() throws Exception {
    Path whole = Files.createDirectory(directory.resolve("whole")).resolve("b.collapsed");
    ProfileFormat.COLLAPSED.write(source(), whole);
    Path alone = Files.createDirectory(directory.resolve("alone")).resolve("b.collapsed");
    ProfileFormat.COLLAPSED.write(source(INNER), alone);

    Path fromWhole = directory.resolve("from-whole.html");
    ProfileBase.read(whole, "cpu").writeDifference(source(INNER), fromWhole);
    Path fromAlone = directory.resolve("from-alone.html");
    ProfileBase.read(alone, "cpu").writeDifference(source(INNER), fromAlone);

    assertThat(fromWhole).hasSameTextualContentAs(fromAlone);
    assertThat(fromWhole).content().contains("inner'").doesNotContain("outer'");
  }

  @Test
  void baseMustHaveSuchSamples() throws Exception {
    Path text = Files.writeString(directory.resolve("text.collapsed"), "no stack here\n");

    assertThatIOException()
        .isThrownBy(() -> ProfileBase.read(recorded, "lock"))
        .withMessage("it has no samples of lock");
    assertThatIOException()
        .isThrownBy(() -> ProfileBase.read(text, "cpu"))
        .withMessageContaining("no collapsed stack: no stack here");
    assertThat(ProfileBase.accepts(Path.of("x.html"))).isFalse();
  }

  private static long samplesOf(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** Of all frames, by how much of all samples the share of one has changed at most. */
  private static long mostGrown(Path page) throws Exception {
    Matcher most = Pattern.compile("const maxdiff = (-?\\d+)").matcher(Files.readString(page));
    assertThat(most.find()).isTrue();
    return Long.parseLong(most.group(1));
  }

  @Test
  void recordingStaysWhatItIs() throws Exception {
    Path copy = write(ProfileFormat.JFR, "copy.jfr", source(INNER));

    assertThat(RecordingFile.readAllEvents(copy))
        .hasSameSizeAs(RecordingFile.readAllEvents(recorded));
  }

  @Test
  void otherNamesAreNoFormat() {
    assertThat(ProfileFormat.of(Path.of("x.svg"))).isNull();
    assertThat(ProfileFormat.of(Path.of("html"))).isNull();
    assertThat(ProfileFormat.ACCEPTED).isEqualTo(".heatmap.html, .html, .collapsed, .pprof, .jfr");
  }
}
