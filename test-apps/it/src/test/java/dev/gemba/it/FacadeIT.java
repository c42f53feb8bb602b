package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.facade.Bakery;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application says itself: {@code @Measured} and the facade, with the agent and without.
 */
class FacadeIT {

  @TempDir private Path directory;

  private static ForkedJvm bakery(Jdk jdk) throws URISyntaxException {
    return ForkedJvm.facade(jdk, Bakery.class);
  }

  @OnEveryJdk
  void doesNothingWithoutTheAgent(Jdk jdk) throws Exception {
    assertThat(bakery(jdk).run().exitedWith(0).stdout().lines())
        .containsExactly("alone", "done 220");
  }

  @OnEveryJdk
  void isRecordedWithTheAgent(Jdk jdk) throws Exception {
    Path output = directory.resolve("gemba");
    String config = "service: it\nsampling: { keep: 100% }\nexporters:\n" + ConfigText.file(output);

    Ended ended = bakery(jdk).options("-Xverify:all").gemba(directory, config).run().exitedWith(0);

    assertThat(ended.stdout().lines()).containsExactly("watched", "done 220");
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(metrics.byOutcome())
        .isEqualTo(
            Map.of(
                "bakery.knead", Map.of("", 9L, "java.lang.IllegalStateException", 1L),
                "bakery.bake", Map.of("", 10L),
                "Bakery.measured", Map.of("", 10L),
                "Bakery.watched", Map.of("", 10L)));
    JsonNode weight = metrics.point("bakery.weight", Map.of());
    assertThat(weight.path("count").asLong()).isEqualTo(10);
    assertThat(weight.path("sum").asDouble()).isEqualTo(5045);

    List<JsonNode> spans = metrics.spans();
    assertThat(spans).hasSize(10);
    assertThat(spans).allSatisfy(s -> assertThat(s.path("name").asText()).isEqualTo("bakery.bake"));
    assertThat(spans)
        .filteredOn(s -> s.path("status").path("code").asInt() == 2)
        .as("burnt loaves")
        .hasSize(2);
    assertThat(spans.get(7).path("attributes").toString())
        .contains("loaf.number", "loaf.kind", "rye", "loaf.dark");
  }
}
