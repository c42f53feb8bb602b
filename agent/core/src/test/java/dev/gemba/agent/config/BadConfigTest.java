package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gemba.agent.target.Exclusion;
import dev.gemba.agent.target.MethodPattern;
import dev.gemba.agent.target.PatternException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users are told of a bad file, word for word. */
class BadConfigTest {

  private static final String PACKS = String.join(", ", Schema.PACKS);

  private static final String TOP =
      "service, enabled, overhead, sampling, targets, packs, propagation, profile, exporters";
  private static final String TARGET =
      "methods, exclude, operation, capture, until, attributes, dimensions, measures, budget";
  private static final String PATH =
      "a path from arg0, this or return, such as arg0.name, this.id or return.size()";
  private static final String PATTERN =
      "a method pattern such as com.acme.Board.load*(..), or a list of them";
  private static final String YAML =
      "a YAML file indented by spaces, with quotes around values that begin with @, *, [ or {";

  static Stream<Arguments> badConfigs() {
    return Stream.concat(
        Stream.concat(badTexts(), badTopLevel()),
        Stream.concat(badTargets(), Stream.concat(badValues(), badExporters())));
  }

  private static Stream<Arguments> badTexts() {
    return Stream.of(
        bad(
            " ",
            "gemba.yaml: found an empty file, accepted is a section with the keys of a config"),
        bad(
            "# only a comment\n",
            "gemba.yaml: found an empty file, accepted is a section with the keys of a config"),
        bad("- service", "gemba.yaml: found a list, accepted is a section with the keys " + TOP),
        bad("hello", "gemba.yaml: found 'hello', accepted is a section with the keys " + TOP),
        bad(
            "sampling:\n\tkeep: 1%\n",
            "gemba.yaml:2: found invalid YAML at column 1 (while scanning for the next token: found"
                + " character '\\t(TAB)' that cannot start any token), accepted is "
                + YAML),
        bad(
            "targets:\n  - methods: @com.acme.Hook *\n",
            "gemba.yaml:2: found invalid YAML at column 14 (while scanning for the next token:"
                + " found character '@' that cannot start any token), accepted is "
                + YAML),
        bad(
            "targets:\n  - methods: *Service.load(..)\n",
            "gemba.yaml:2: found invalid YAML at column 22 (while scanning an alias:"
                + " unexpected character found .(46)), accepted is "
                + YAML),
        bad(
            "service: a\n---\nservice: b\n",
            "gemba.yaml:2: found invalid YAML at column 1 (expected a single document in the"
                + " stream: but found another document), accepted is "
                + YAML),
        bad(
            "service: a\u0007b",
            "gemba.yaml:1: found invalid YAML at column 11 (character U+0007), accepted is "
                + YAML),
        bad(
            "service: !secret x",
            "gemba.yaml:1: service: found the tag '!secret', accepted is a value without a tag"),
        bad(
            "? [a, b]\n: c\n",
            "gemba.yaml:1: ?: found a key that is no text, accepted is a key that is a text"),
        bad(
            "service: a\nenabled: true\nservice: b\n",
            "gemba.yaml:3: service: found the key a second time (first in line 1), accepted is a"
                + " key once"),
        bad("service: &a [*a]\n", "gemba.yaml:1: service: found a list, accepted is a name"),
        bad(
            nestedAliases(),
            "gemba.yaml: found aliases that stand for over 100000 values, accepted is a file"
                + " without nested aliases"),
        bad(
            "# " + "x".repeat(1 << 20),
            "gemba.yaml: found a file of over 1 MiB, accepted is a readable YAML file"));
  }

  private static Stream<Arguments> badTopLevel() {
    return Stream.of(
        bad(
            "serivce: kanban",
            "gemba.yaml:1: serivce: found an unknown key, accepted are "
                + TOP
                + " (did you mean service?)"),
        bad("zebra: 1", "gemba.yaml:1: zebra: found an unknown key, accepted are " + TOP),
        bad("service:", "gemba.yaml:1: service: found nothing, accepted is a name"),
        bad("service: ''", "gemba.yaml:1: service: found '', accepted is a name"),
        bad("service: {a: b}", "gemba.yaml:1: service: found a section, accepted is a name"),
        bad(
            "enabled: flase",
            "gemba.yaml:1: enabled: found 'flase', accepted are true, false (did you mean false?)"),
        bad(
            "overhead: 5",
            "gemba.yaml:1: overhead: found '5', accepted is a percentage above 0% to 100%, or off"
                + " (did you mean 5%?)"),
        bad(
            "overhead: 0%",
            "gemba.yaml:1: overhead: found '0%', accepted is a percentage above 0% to 100%, or off"
                + " (did you mean off?)"),
        bad(
            "sampling: 1%",
            "gemba.yaml:1: sampling: found '1%', accepted is a section with the keys keep,"
                + " per-second, slow, errors"),
        bad(
            "sampling:\n  kep: 1%\n  keep: 101%\n  per-second: 0\n  slow: p100\n  errors: none\n",
            "gemba.yaml:2: sampling.kep: found an unknown key, accepted are keep, per-second, slow,"
                + " errors (did you mean keep?)",
            "gemba.yaml:3: sampling.keep: found '101%', accepted is a percentage from 0% to 100%",
            "gemba.yaml:4: sampling.per-second: found '0', accepted is a whole number from 1 to"
                + " 1000000, or off",
            "gemba.yaml:5: sampling.slow: found 'p100', accepted is a percentile such as p99, a"
                + " duration such as 2s, or off",
            "gemba.yaml:6: sampling.errors: found 'none', accepted are all, off"),
        bad(
            "packs: [jdbc, http-sever]",
            "gemba.yaml:1: packs[1]: found 'http-sever', accepted are "
                + PACKS
                + " (did you mean http-server?)"),
        bad("packs: {jdbc: on}", "gemba.yaml:1: packs: found a section, accepted are " + PACKS),
        bad(
            "profile: {cpu: 4mb, alloc: 2s, wall: [], gc: on}",
            "gemba.yaml:1: profile.gc: found an unknown key, accepted are cpu, alloc, wall, lock",
            "gemba.yaml:1: profile.alloc: found '2s', accepted is a size such as 64kb, 4mb or 1gb,"
                + " or off",
            "gemba.yaml:1: profile.cpu: found '4mb', accepted is a duration such as 500ms, 2s or"
                + " 1m, or off",
            "gemba.yaml:1: profile.wall: found a list, accepted is a duration such as 500ms, 2s or"
                + " 1m, or off"),
        bad(
            "profile: {cpu: 10us, wall: 999us, lock: 1us}",
            "gemba.yaml:1: profile.cpu: found '10us', accepted is a duration such as 500ms, 2s or"
                + " 1m, or off, and no less than 1ms (did you mean 1ms?)",
            "gemba.yaml:1: profile.wall: found '999us', accepted is a duration such as 500ms, 2s"
                + " or 1m, or off, and no less than 1ms (did you mean 1ms?)"));
  }

  private static Stream<Arguments> badTargets() {
    return Stream.of(
        bad(
            "targets: a.B.c",
            "gemba.yaml:1: targets: found 'a.B.c', accepted is a list of targets"),
        bad(
            "targets:\n  - a.B.c(..)\n",
            "gemba.yaml:2: targets[0]: found 'a.B.c(..)', accepted is a section with the keys "
                + TARGET),
        bad(
            "targets:\n  - capture: span\n",
            "gemba.yaml:2: targets[0].methods: found nothing, accepted is " + PATTERN),
        bad(
            "targets:\n  - methods:\n",
            "gemba.yaml:2: targets[0].methods: found nothing, accepted is " + PATTERN),
        bad(
            "targets:\n  - methods: []\n",
            "gemba.yaml:2: targets[0].methods: found an empty list, accepted is " + PATTERN),
        bad(
            "targets:\n  - methods:\n      - a.B.c(..)\n      - {a: b}\n",
            "gemba.yaml:4: targets[0].methods[1]: found a section, accepted is " + PATTERN),
        bad(
            target("methods: ' '", "exclude: ''"),
            "gemba.yaml:2: targets[0].methods: " + refusal(() -> MethodPattern.parse(" ")),
            "gemba.yaml:3: targets[0].exclude: " + refusal(() -> Exclusion.parse(""))),
        bad(
            target("methods: a.B.c(..)", "until: dusk"),
            "gemba.yaml:3: targets[0].until: found 'dusk', accepted are return, done"),
        bad(
            "targets:\n  - methods: a.B.c(..)\n  - methods: a.B.d(..)\n    capture: spam\n",
            "gemba.yaml:4: targets[1].capture: found 'spam', accepted are count, timing, span (did"
                + " you mean span?)"),
        bad(
            target("methods: a.B.c(..)", "captrue: span"),
            "gemba.yaml:3: targets[0].captrue: found an unknown key, accepted are "
                + TARGET
                + " (did you mean capture?)"),
        bad(
            target("methods: a.B.c(..)", "operation: kanban.{clas}.x"),
            "gemba.yaml:3: targets[0].operation: found 'kanban.{clas}.x' (column 8 begins no known"
                + " placeholder), accepted is a text that may hold the placeholders {class}, {type}"
                + " and {method}"),
        bad(
            target("methods: a.B.c(..)", "methods: a.B.d(..)"),
            "gemba.yaml:3: targets[0].methods: found the key a second time (first in line 2),"
                + " accepted is a key once"));
  }

  private static Stream<Arguments> badValues() {
    return Stream.of(
        bad(
            target("methods: a.B.c(..)", "capture: span", "attributes: {a: arg0.}"),
            "gemba.yaml:4: targets[0].attributes.a: found 'arg0.' (column 6 begins no name),"
                + " accepted is "
                + PATH),
        bad(
            target("methods: a.B.c(..)", "capture: span", "attributes: arg0"),
            "gemba.yaml:4: targets[0].attributes: found 'arg0', accepted is a section of names and"
                + " paths"),
        bad(
            target("methods: a.B.c(..)", "capture: span", "attributes: {'a b': arg0, c: }"),
            "gemba.yaml:4: targets[0].attributes.a b: found the name 'a b', accepted is a name of"
                + " at most 255 characters without blanks",
            "gemba.yaml:4: targets[0].attributes.c: found nothing, accepted is " + PATH),
        bad(
            target("methods: a.B.c(..)", "measures: {9lives: arg0, gemba.dropped: arg0}"),
            "gemba.yaml:3: targets[0].measures.9lives: found the metric name '9lives', accepted is"
                + " a letter and up to 254 letters, digits or _.-/ after it, outside gemba.*",
            "gemba.yaml:3: targets[0].measures.gemba.dropped: found the metric name"
                + " 'gemba.dropped', accepted is a letter and up to 254 letters, digits or _.-/"
                + " after it, outside gemba.*"),
        bad(
            target("methods: a.B.c(..)", "dimensions: {error.type: arg0}"),
            "gemba.yaml:3: targets[0].dimensions.error.type: found the name 'error.type', accepted"
                + " is a name that Gemba does not use itself"),
        bad(
            target("methods: a.B.c(..)", "dimensions: {t: {steps: [1], names: [a, b]}}"),
            "gemba.yaml:3: targets[0].dimensions.t.of: found nothing, accepted is " + PATH),
        bad(
            target("methods: a.B.c(..)", "dimensions: {t: {of: arg0, steps: [10, 5, x]}}"),
            "gemba.yaml:3: targets[0].dimensions.t.steps[1]: found '5', accepted is a list of"
                + " ascending numbers",
            "gemba.yaml:3: targets[0].dimensions.t.steps[2]: found 'x', accepted is a list of"
                + " ascending numbers"),
        bad(
            target("methods: a.B.c(..)", "dimensions: {t: {of: arg0, steps: [1], names: [a]}}"),
            "gemba.yaml:3: targets[0].dimensions.t.names: found 1 names, accepted is a list of 2"
                + " names, as there are 1 steps"),
        bad(
            target("methods: a.B.c(..)", "dimensions: {t: {of: arg0, steps: [1], names: [a, a]}}"),
            "gemba.yaml:3: targets[0].dimensions.t.names[1]: found 'a', accepted is a list of"
                + " distinct texts, one more than steps"),
        bad(
            target("methods: a.B.c(..)", "budget: {p95: fast, p59: 2s, errors: 1}"),
            "gemba.yaml:3: targets[0].budget.p59: found an unknown key, accepted are p50, p90, p95,"
                + " p99, max, errors (did you mean p50?)",
            "gemba.yaml:3: targets[0].budget.p95: found 'fast', accepted is a duration such as"
                + " 500ms, 2s or 1m",
            "gemba.yaml:3: targets[0].budget.errors: found '1', accepted is a percentage from 0% to"
                + " 100% (did you mean 1%?)"));
  }

  private static Stream<Arguments> badExporters() {
    return Stream.of(
        bad(
            "exporters: [file]",
            "gemba.yaml:1: exporters: found a list, accepted is a section of exporters"),
        bad(
            "exporters:\n  promethues: {port: 1}\n",
            "gemba.yaml:2: exporters.promethues: found an unknown exporter, accepted are file,"
                + " otlp, prometheus (did you mean prometheus?)"),
        bad(
            "exporters:\n  prometheus:\n    prot: 1\n",
            "gemba.yaml:3: exporters.prometheus.prot: found an unknown key, accepted are host, port"
                + " (did you mean port?)"),
        bad(
            "exporters: {file: maybe}",
            "gemba.yaml:1: exporters.file: found 'maybe', accepted is a section of the exporter's"
                + " keys, on or off"),
        bad(
            "exporters: {file: [a]}",
            "gemba.yaml:1: exporters.file: found a list, accepted is a section of the exporter's"
                + " keys, on or off"),
        bad(
            "exporters: {file: {directory: , interval: [[]]}}",
            "gemba.yaml:1: exporters.file.directory: found nothing, accepted is a text or a list of"
                + " texts",
            "gemba.yaml:1: exporters.file.interval: found a list, accepted is a text or a list of"
                + " texts"),
        bad(
            "exporters:\n  otlp:\n    tls: {certificate: a}\n    tls.certificate: b\n",
            "gemba.yaml:4: exporters.otlp.tls.certificate: found the key a second time, accepted is"
                + " a key once"));
  }

  @ParameterizedTest
  @MethodSource("badConfigs")
  void isToldAllAtOnceWithItsPlace(String yaml, List<String> problems) {
    LoadedConfig loaded = Given.yaml(yaml).load();

    assertThat(loaded.problems()).extracting(Problem::toString).containsExactlyElementsOf(problems);
    assertThat(loaded.hasErrors()).isTrue();
  }

  /** How deep the parser gets depends on the stack of the thread; what is told differs with it. */
  @Test
  void survivesNestingThatExhaustsTheStack() {
    LoadedConfig loaded = Given.yaml("service: " + "[".repeat(200_000)).load();

    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.config().targets()).isEmpty();
  }

  @Test
  void refusesMoreLevelsThanAnyConfigHas() {
    String deep = "{a: ".repeat(30) + "1" + "}".repeat(30);

    assertThat(Given.yaml(target("methods: a.B.c(..)", "measures: {m: " + deep + "}")).problems())
        .singleElement()
        .asString()
        .startsWith("gemba.yaml:3: targets[0].measures.m: found a section");
    assertThat(Given.yaml("exporters: {otlp: {headers: " + deep + "}}").problems())
        .singleElement()
        .asString()
        .endsWith("found more than 20 levels, accepted is a file with few levels");
  }

  @Test
  void tellsTheLineOfBytesThatAreNoUtf8() {
    byte[] latin = "service: kanban\n# fünf\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Given.nothing().file("gemba.yaml", latin).problems())
        .containsExactly(
            "gemba.yaml:2: found bytes that are no UTF-8, accepted is a text in UTF-8");
  }

  @Test
  void leavesOutTheTargetAndTheExporterInDoubtAndKeepsTheOthers() {
    AgentConfig config =
        Given.yaml(
                """
                targets:
                  - methods: a.B.good(..)
                  - methods: a.B.bad(..)
                    attributes: { a: nonsense }
                  - methods: a.B.fine(..)
                exporters:
                  file: { directory: here }
                  prometheus: { prot: 1 }
                """)
            .config();

    assertThat(config.targets())
        .extracting(Target::place)
        .containsExactly("gemba.yaml:2", "gemba.yaml:5", "built-in defaults");
    assertThat(config.exporters()).containsOnlyKeys("file");
  }

  @Test
  void weavesNothingWhenTheFileCannotBeRead() {
    Given given =
        Given.yaml("a: [")
            .variable("OTEL_INSTRUMENTATION_METHODS_INCLUDE", "a.B[c]")
            .variable("GEMBA_EXPORTERS_FILE", "on");

    assertThat(given.config().targets()).isEmpty();
    assertThat(given.config().exporters()).isEmpty();
  }

  @Test
  void takesAnUnclearKillSwitchForOff() {
    assertThat(Given.yaml("enabled: fasle").config().enabled()).isFalse();
    assertThat(Given.yaml("enabled:").config().enabled()).isFalse();
  }

  @Test
  void leavesTheDefaultWhereAValueIsBad() {
    AgentConfig config = Given.yaml("sampling: {keep: lots}\nservice: []\n").config();

    assertThat(config.sampling().keepRatio()).isEqualTo(0.01);
    assertThat(config.service()).isEqualTo("unknown_service:java");
  }

  @Test
  void neverSpreadsAProblemOverSeveralLines() {
    String value = "a\\n\\u2028b" + "x".repeat(500);

    assertThat(Given.yaml("enabled: \"" + value + "\"").problems())
        .singleElement()
        .asString()
        .startsWith("gemba.yaml:1: enabled: found 'a\\n\uFFFDbxxx")
        .hasSizeLessThan(200);
  }

  @Test
  void saysThatAttributesNeedSpans() {
    assertThat(Given.yaml(target("methods: a.B.c(..)", "attributes: {a: arg0}")).problems())
        .containsExactly(
            "gemba.yaml:3: targets[0].attributes: has no effect here: only spans have attributes,"
                + " and capture is not span");
  }

  private static Arguments bad(String yaml, String... problems) {
    return Arguments.of(yaml, List.of(problems));
  }

  private static String target(String... lines) {
    return "targets:\n  - " + String.join("\n    ", lines) + "\n";
  }

  /** The pattern language's own words. */
  private static String refusal(ThrowingCallable reading) {
    return catchThrowableOfType(PatternException.class, reading).getMessage();
  }

  private static String nestedAliases() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 8; i++) {
      String alias = "*a" + (i - 1);
      yaml.append("a").append(i).append(": &a").append(i).append(" [");
      yaml.append(String.join(", ", List.of(alias, alias, alias, alias, alias, alias, alias)));
      yaml.append("]\n");
    }
    return yaml.toString();
  }
}
