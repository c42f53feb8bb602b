package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackReaderTest {

  @Test
  void everyBundledPackIsWhole() {
    List<Target> targets = PackReader.read(Schema.PACKS);

    assertThat(targets)
        .extracting(target -> target.role().pack())
        .contains("http-server", "http-client", "jdbc", "redis")
        .doesNotContain("");
    assertThat(targets)
        .as("operations are told apart by their names alone")
        .allMatch(target -> !target.operation().toString().contains("{"));
  }

  @Test
  void readsWhatAConfigCannotSay() {
    Target server = PackReader.read(List.of("http-server")).get(0);

    assertThat(server.capture()).isEqualTo(Capture.SPAN);
    assertThat(server.role().kind()).isEqualTo(Span.Kind.SERVER);
    assertThat(server.role().enricher()).isEqualTo("http-server");
    assertThat(server.role().headers().of()).hasToString("arg0.getRequestHeaders()");
    assertThat(server.role().headers().read()).isEqualTo("getFirst");
    assertThat(server.role().recorded()).isTrue();
    assertThat(server.place()).isEqualTo("packs/http-server.yaml:4");
  }

  @Test
  void readsWhatBecomesOfTasks() {
    List<PackRole.Handoff> handoffs =
        PackReader.read(List.of("http-client")).stream()
            .map(target -> target.role().handoff())
            .filter(handoff -> !handoff.equals(PackRole.Handoff.NONE))
            .toList();

    assertThat(handoffs)
        .containsExactly(
            new PackRole.Handoff(ValuePath.parse("this"), null),
            new PackRole.Handoff(null, ValuePath.parse("this.this$0")));
  }

  @Test
  void aPackWithoutTargetsHasNone() {
    assertThat(PackReader.read(List.of("executors"))).isEmpty();
  }

  @Test
  void everyFileIsAPackAndEveryPackIsInTheReference() throws Exception {
    List<String> files;
    try (Stream<Path> all =
        Files.list(Path.of("src/main/resources/dev/gemba/agent/config/packs"))) {
      files = all.map(file -> file.getFileName().toString().replace(".yaml", "")).toList();
    }
    String reference = Files.readString(Path.of("CONFIG.md"));

    // What the executors' does is in the JDK's own classes, and written there.
    assertThat(files).hasSizeGreaterThan(5).isSubsetOf(Schema.PACKS);
    assertThat(Schema.PACKS)
        .filteredOn(pack -> !pack.equals("executors"))
        .hasSameElementsAs(files)
        .allSatisfy(pack -> assertThat(reference).contains("\n| **" + pack + "** |"));
  }

  @Test
  void theGuideShowsAPack() throws Exception {
    String guide = Files.readString(Path.of("../../CONTRIBUTING.md"));
    int start = guide.indexOf("```yaml\n") + "```yaml\n".length();
    String text = guide.substring(start, guide.indexOf("```", start));

    List<Target> targets = PackReader.read("rpc", text, "CONTRIBUTING.md");

    assertThat(text.lines().count()).isLessThan(60);
    assertThat(targets).hasSize(1);
    assertThat(targets.get(0).attributes()).containsKeys("rpc.system", "rpc.method");
    assertThat(targets.get(0).role().pack()).isEqualTo("rpc");
    assertThat(targets.get(0).role().values()).containsKey("route");
  }
}
