package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Span;
import java.util.List;
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
}
