package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.config.Problem.Severity;
import dev.gemba.agent.config.ValuePath.Root;
import dev.gemba.agent.config.ValuePath.Step;
import dev.gemba.agent.target.Exclusion;
import dev.gemba.agent.target.MethodPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A config that is written down and read again is the same config. */
class ConfigRoundTripTest {

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void nothingIsLostOnTheWayOverText(@ForAll("configs") AgentConfig config) {
    LoadedConfig loaded = Given.yaml(ConfigText.of(config)).load();

    assertThat(loaded.problems())
        .allSatisfy(problem -> assertThat(problem.severity()).isEqualTo(Severity.NOTICE));
    assertThat(loaded.config())
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*\\.places?")
        .isEqualTo(config);
  }

  @Provide
  Arbitrary<AgentConfig> configs() {
    Arbitrary<List<Target>> targets = targets().list().ofMaxSize(4);
    return Combinators.combine(
            Arbitraries.of(true, false),
            texts(),
            ratios().filter(ratio -> ratio > 0).optional().map(ConfigRoundTripTest::optional),
            sampling(),
            targets,
            Arbitraries.subsetOf(Schema.PACKS).map(List::copyOf),
            profiles(),
            exporters())
        .as(ConfigRoundTripTest::config);
  }

  private static AgentConfig config(
      boolean enabled,
      String service,
      OptionalDouble overhead,
      Sampling sampling,
      List<Target> targets,
      List<String> packs,
      Profile profile,
      Map<String, ExporterSection> exporters) {
    Target measured =
        Target.plain("", List.of(MethodPattern.parse("@dev.gemba.api.Measured *")), Capture.TIMING);
    List<Target> all = new ArrayList<>(targets);
    all.add(measured);
    Map<String, String> resource = Map.of("service.name", service);
    return new AgentConfig(
        enabled,
        service,
        resource,
        overhead,
        sampling,
        all,
        packs,
        Schema.DEFAULT_PROPAGATORS,
        profile,
        exporters);
  }

  private static Arbitrary<Target> targets() {
    Arbitrary<List<MethodPattern>> methods =
        Arbitraries.of(
                "a.B.c(..)",
                "@com.acme.Hook *",
                "*..Service+.on*(int, ..)",
                "a.B.new(..)",
                "a.B::c",
                "a.B.d()")
            .map(MethodPattern::parse)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3);
    Arbitrary<List<Exclusion>> exclude =
        Arbitraries.of("a.b..*", "*.internal..*").map(Exclusion::parse).list().ofMaxSize(2);
    Arbitrary<OperationName> operations =
        Arbitraries.of("{class}.{method}", "{type}", "kanban.load", "on", "null", "a: {method} # x")
            .map(OperationName::new);
    Arbitrary<Map<String, ValuePath>> measures =
        Arbitraries.maps(Arbitraries.of("a.b", "m", "kanban.board.task_count"), paths())
            .ofMaxSize(2);
    Arbitrary<Map<String, ValuePath>> attributes =
        Arbitraries.maps(Arbitraries.of("board.id", "on", "~", "{x}"), paths()).ofMaxSize(3);
    Arbitrary<Map<String, Dimension>> dimensions =
        Arbitraries.maps(Arbitraries.of("tier", "a.b", "1"), dimension()).ofMaxSize(2);
    return Combinators.combine(
            methods,
            exclude,
            operations,
            Arbitraries.of(Capture.class),
            attributes,
            dimensions,
            measures,
            budgets())
        .as(
            (patterns, but, operation, capture, read, metric, values, budget) ->
                new Target(
                    "",
                    patterns,
                    but,
                    operation,
                    capture,
                    capture == Capture.COUNT,
                    read,
                    metric,
                    values,
                    budget,
                    PackRole.NONE));
  }

  private static Arbitrary<ValuePath> paths() {
    return Arbitraries.of(
        new ValuePath(Root.THIS, -1, List.of()),
        new ValuePath(Root.ARGUMENT, 3, List.of(new Step("name", false))),
        new ValuePath(Root.RETURN, -1, List.of(new Step("size", true))));
  }

  private static Arbitrary<Dimension> dimension() {
    Arbitrary<List<Double>> steps =
        Arbitraries.integers()
            .between(-1000, 1000)
            .set()
            .ofMaxSize(4)
            .map(set -> set.stream().sorted().map(step -> step / 4.0).toList());
    return Combinators.combine(paths(), steps)
        .as(
            (path, ascending) ->
                new Dimension(
                    path,
                    ascending,
                    ascending.isEmpty()
                        ? List.of()
                        : IntStream.rangeClosed(0, ascending.size())
                            .mapToObj(i -> "n" + i)
                            .toList()));
  }

  private static Arbitrary<Budget> budgets() {
    Arbitrary<Map<String, Duration>> promised =
        Arbitraries.maps(Arbitraries.of("p50", "p90", "p95", "p99", "max"), durations())
            .ofMaxSize(3);
    return Combinators.combine(promised, ratios().optional().map(ConfigRoundTripTest::optional))
        .as(Budget::new);
  }

  private static Arbitrary<Sampling> sampling() {
    Arbitrary<Sampling> byQuantile =
        Combinators.combine(
                ratios(), Arbitraries.integers().between(1, 99), Arbitraries.of(true, false))
            .as(
                (keep, percentile, errors) ->
                    new Sampling(
                        keep,
                        OptionalInt.of(percentile),
                        OptionalDouble.of(percentile / 100.0),
                        Optional.empty(),
                        errors));
    Arbitrary<Sampling> byDuration =
        Combinators.combine(ratios(), durations().optional(), Arbitraries.of(true, false))
            .as(
                (keep, slow, errors) ->
                    new Sampling(keep, OptionalInt.empty(), OptionalDouble.empty(), slow, errors));
    return Arbitraries.oneOf(byQuantile, byDuration);
  }

  private static Arbitrary<Profile> profiles() {
    Arbitrary<OptionalLong> sizes =
        Arbitraries.longs()
            .between(1, 1L << 40)
            .optional()
            .map(size -> size.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    return Combinators.combine(
            periods().optional(), sizes, periods().optional(), durations().optional())
        .as(Profile::new);
  }

  private static Arbitrary<Duration> periods() {
    return durations().filter(duration -> duration.compareTo(Profile.SHORTEST_PERIOD) >= 0);
  }

  private static Arbitrary<Map<String, ExporterSection>> exporters() {
    Arbitrary<Map<String, String>> values =
        Arbitraries.maps(Arbitraries.of("tls.certificate", "endpoint", "headers.x-key"), texts());
    return values
        .map(keys -> new ExporterSection("otlp", keys, Map.of(), ""))
        .optional()
        .map(section -> section.map(otlp -> Map.of("otlp", otlp)).orElseGet(Map::of));
  }

  private static Arbitrary<Double> ratios() {
    return Arbitraries.integers().between(0, 10_000).map(hundredths -> hundredths / 10_000.0);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(1, Long.MAX_VALUE / 2).map(Duration::ofNanos);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab:{}[]#'\"\\%@*&!|>- ,é€")
        .ofMinLength(1)
        .ofMaxLength(12)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }
}
