package dev.gemba.cli.recording;

import static dev.gemba.cli.ProfileLines.SPAN;
import static dev.gemba.cli.ProfileLines.inSpan;
import static dev.gemba.cli.ProfileLines.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Profile.Kind;
import dev.gemba.cli.OtlpLines;
import dev.gemba.cli.ProfileLines;
import dev.gemba.cli.recording.ProfileDetails.Hot;
import dev.gemba.cli.recording.ProfileSummary.Amount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileDetailsTest {

  private static final String STACK = "java.lang.Thread.run com.acme.Web.handle com.acme.Shop.load";

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    ProfileLines.write(
        directory,
        inSpan(Kind.CPU, "shop.load", 30, STACK + " com.acme.Shop.sort java.util.Arrays.sort"),
        inSpan(Kind.CPU, "shop.load", 20, STACK + " com.acme.Shop.sort"),
        sample(Kind.CPU, "Web.handle", 40, "java.lang.Thread.run com.acme.Web.handle read"),
        sample(Kind.CPU, "", 10, "start_thread GCTaskThread::run"),
        inSpan(Kind.ALLOC, "shop.load", 4096, STACK + " java.util.ArrayList.grow byte[]"));
    ProfileLines.write(
        directory,
        sample(Kind.CPU, "shop.load", 5, STACK),
        sample(Kind.LOCK, "by.hand", 7, "java.lang.Thread.run com.acme.Hand.go com.acme.Store"));
    String span =
        OtlpLines.span("shop.load", "", 1_000_000, 0)
            .replace("board.id", "code.function.name")
            .replace("{\"stringValue\":\"b\"}", "{\"stringValue\":\"com.acme.Shop.load\"}");
    Files.writeString(directory.resolve("traces.jsonl"), span + "\n");
  }

  private Recording recording() throws IOException {
    return RecordingReader.read(RecordingReader.files(directory), (done, total) -> {});
  }

  private ProfileDetails details() throws IOException {
    return RecordingDetails.read(
            recording(), (done, total) -> {}, Set.of("shop.load", "Web.handle", "by.hand"))
        .profiles();
  }

  @Test
  void addsUpAllSamples() throws IOException {
    assertThat(recording().profiles().kinds())
        .isEqualTo(
            Map.of(
                Kind.CPU, new Amount(7, 105),
                Kind.ALLOC, new Amount(2, 4096),
                Kind.LOCK, new Amount(1, 7)));
    FlameTree cpu = details().whole().get(Kind.CPU);
    assertThat(cpu.samples()).isEqualTo(7);
    assertThat(totals(cpu))
        .containsEntry("", 105L)
        .containsEntry(" java.lang.Thread.run com.acme.Web.handle", 95L)
        .containsEntry(" " + STACK + " com.acme.Shop.sort", 50L)
        .containsEntry(" start_thread GCTaskThread::run", 10L);
  }

  @Test
  void stacksOfAnOperationBeginAtItsOutermostMethod() throws IOException {
    assertThat(totals(details().of("shop.load").get(Kind.CPU)))
        .as("by code.function.name of its spans")
        .containsEntry("", 55L)
        .containsEntry(" com.acme.Shop.load com.acme.Shop.sort", 50L)
        .doesNotContainKey(" java.lang.Thread.run");
  }

  @Test
  void operationHoldsTheOperationsWithin() throws IOException {
    assertThat(totals(details().of("Web.handle").get(Kind.CPU)))
        .as("by its name, which is a method's")
        .containsEntry("", 95L)
        .containsEntry(" com.acme.Web.handle com.acme.Shop.load", 55L);
    assertThat(totals(details().of("Web.handle").get(Kind.ALLOC))).containsEntry("", 4096L);
  }

  @Test
  void stacksStayWholeWhereNoMethodOfTheOperationIsKnown() throws IOException {
    assertThat(totals(details().of("by.hand").get(Kind.LOCK)))
        .containsEntry(" java.lang.Thread.run com.acme.Hand.go com.acme.Store", 7L);
  }

  @Test
  void tellsWhereASpansTimeAndMemoryWent() throws IOException {
    Map<Kind, List<Hot>> hottest = details().hottest(SPAN);

    assertThat(hottest).containsOnlyKeys(Kind.CPU, Kind.ALLOC);
    assertThat(hottest.get(Kind.CPU))
        .containsExactly(
            new Hot("java.util.Arrays.sort", "com.acme.Shop.sort", 30),
            new Hot("com.acme.Shop.sort", "", 20));
    assertThat(hottest.get(Kind.ALLOC))
        .containsExactly(new Hot("byte[]", "com.acme.Shop.load", 4096));
    assertThat(details().hottest("0000000000000000")).isEmpty();
  }

  @Test
  void skipsTornAndBrokenLinesAlone() throws IOException {
    Files.writeString(
        directory.resolve("profiles.jsonl"),
        """
        {"dictionary":{"stackTable":[{}],"future":[{}]},"resourceProfiles":[{"scopeProfiles":[\
        {"profiles":[{"samples":[{"stackIndex":7,"values":["1"]}]}]}]}]}
        {"dictionary":{"stringTable":["","off_cpu"]},"resourceProfiles":[{"scopeProfiles":[\
        {"profiles":[{"sampleType":{"typeStrindex":1},"samples":[{"stackIndex":7}]}]}]}]}
        {"dictionary":{"stringTable":["","cpu"],"stackTable":[{}]},"resourceProfiles":[\
        {"scopeProfiles":[{"profiles":[{"sampleType":{"typeStrindex":1},"samples":[{"values":[3,4],\
        "unknown":{"a":[1]}},{"stackIndex":9,"values":["1"]}]}]}]}]}
        {"resourceProfiles":[{"scopeProfiles":[{"profiles":[{"sampleType":{"typeStrindex":1},\
        "samples":[{"values":[3,4],"unknown":{"a":[1]}}]}]}]}],"dictionary":{"stringTable":["","cpu"]}}
        {"resourceProfiles":[{"scopePro""",
        StandardOpenOption.APPEND);

    Recording recording = recording();

    assertThat(recording.skipped())
        .containsExactly(
            "profiles.jsonl line 5: found index 9 of stackTable, which has 1",
            "profiles.jsonl line 7: cut off");
    assertThat(recording.profiles().kinds().get(Kind.CPU)).isEqualTo(new Amount(9, 112));
  }

  @Test
  void largeTreesLoseTheirSmallestNodesAndNoTotal() {
    FlameTree tree = new FlameTree(100);
    for (int i = 0; i < 1_000; i++) {
      tree.add(List.of("main", "small" + i), 1, 1);
      tree.add(List.of("main", "large"), 1, 99);
    }

    assertThat(tree.root().total()).isEqualTo(100_000);
    FlameTree.Node main = tree.root().children().iterator().next();
    assertThat(main.total()).isEqualTo(100_000);
    assertThat(main.self()).isZero();
    assertThat(main.children()).hasSizeLessThanOrEqualTo(100);
    assertThat(main.children()).anyMatch(child -> child.name().equals("large"));
  }

  /** What each node took, by the names that lead to it. */
  private static Map<String, Long> totals(FlameTree tree) {
    Map<String, Long> totals = new TreeMap<>();
    add(totals, "", tree.root());
    return totals;
  }

  private static void add(Map<String, Long> totals, String path, FlameTree.Node node) {
    totals.put(path, node.total());
    node.children().forEach(child -> add(totals, path + " " + child.name(), child));
  }
}
