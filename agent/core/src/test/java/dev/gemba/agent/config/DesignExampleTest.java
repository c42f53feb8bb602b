package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.config.Problem.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example in the design is the contract. */
class DesignExampleTest {

  private LoadedConfig loaded;

  @BeforeEach
  void loadIt() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("design-example.yaml")) {
      loaded = Given.nothing().file("gemba.yaml", in.readAllBytes()).load();
    }
  }

  @Test
  void isGoodButForWhatComesLater() {
    assertThat(loaded.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "gemba.yaml:15: targets[0].budget.errors: not available in this version; it has no effect",
            "gemba.yaml:26: exporters.dashboard: not available in this version; it has no effect");
    assertThat(loaded.problems()).extracting(Problem::severity).containsOnly(Severity.NOTICE);
    assertThat(loaded.hasErrors()).isFalse();
  }

  @Test
  void saysWhatItSaysToAReader() {
    AgentConfig config = loaded.config();

    assertThat(config.enabled()).isTrue();
    assertThat(config.service()).isEqualTo("kanban");
    assertThat(config.resourceAttributes()).containsExactly(Map.entry("service.name", "kanban"));
    assertThat(config.overheadRatio()).isEqualTo(OptionalDouble.of(0.05));
    assertThat(config.sampling().keepRatio()).isEqualTo(0.01);
    assertThat(config.sampling())
        .isEqualTo(
            new Sampling(
                0.01, OptionalInt.of(20), OptionalDouble.of(0.99), Optional.empty(), true));
    assertThat(config.packs()).containsExactly("jdbc", "http-server", "http-client", "executors");
    assertThat(config.profile())
        .isEqualTo(
            new Profile(
                Optional.of(Duration.ofMillis(19)),
                OptionalLong.of(4L << 20),
                Optional.empty(),
                Optional.of(Duration.ofMillis(10))));
  }

  @Test
  void aimsAtItsTargetsInOrderAndAtMeasuredLast() {
    List<Target> targets = loaded.config().targets();

    assertThat(targets)
        .extracting(Target::place)
        .containsExactly("gemba.yaml:5", "gemba.yaml:16", "gemba.yaml:17", "built-in defaults");
    Target load = targets.get(0);
    assertThat(load.methods()).hasSize(1);
    assertThat(load.operation().template()).isEqualTo("kanban.board.load");
    assertThat(load.capture()).isEqualTo(Capture.SPAN);
    assertThat(load.attributes())
        .containsExactly(
            Map.entry("board.id", ValuePath.parse("arg0")),
            Map.entry("task.count", ValuePath.parse("return.size()")));
    assertThat(load.dimensions())
        .containsExactly(
            Map.entry(
                "tier",
                new Dimension(
                    ValuePath.parse("return.size()"),
                    List.of(10.0, 50.0, 200.0),
                    List.of("small", "medium", "large", "xlarge"))));
    assertThat(load.measures())
        .containsExactly(Map.entry("kanban.board.task_count", ValuePath.parse("return.size()")));
    assertThat(load.budget())
        .isEqualTo(new Budget(Map.of("p95", Duration.ofSeconds(2)), OptionalDouble.of(0.01)));
    assertThat(targets.get(1).capture()).isEqualTo(Capture.TIMING);
    assertThat(targets.get(1).operation()).isEqualTo(OperationName.DEFAULT);
    assertThat(targets.get(2).methods()).hasSize(2);
    assertThat(targets.get(2).exclude()).hasSize(1);
    assertThat(targets.get(3).capture()).isEqualTo(Capture.TIMING);
    assertThat(targets.get(3).methods()).hasSize(1);
  }

  @Test
  void keepsTheExportersOfThisBuildWithTheirKeysAndLines() {
    Map<String, ExporterSection> exporters = loaded.config().exporters();

    assertThat(exporters.keySet()).containsExactly("file", "prometheus", "otlp");
    ExporterSection file = exporters.get("file");
    assertThat(file.values())
        .containsOnly(Map.entry("directory", "./gemba"), Map.entry("interval", "1s"));
    assertThat(file.placeOf("interval")).isEqualTo("gemba.yaml:23");
    assertThat(exporters.get("otlp").values())
        .containsOnly(Map.entry("endpoint", "http://localhost:4317"));
  }
}
