package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static final String EXPORTERS =
      "exporters:\n  prometheus: { port: 9464 }\n  file: { directory: here }\n";

  @Test
  void systemPropertyBeatsEnvironmentBeatsFile() {
    Given given = Given.yaml("sampling: { keep: 1% }");
    assertThat(given.config().sampling().keepRatio()).isEqualTo(0.01);
    given.variable("GEMBA_SAMPLING_KEEP", "2%");
    assertThat(given.config().sampling().keepRatio()).isEqualTo(0.02);
    given.property("gemba.sampling.keep", "3%");
    assertThat(given.config().sampling().keepRatio()).isEqualTo(0.03);
    assertThat(given.problems()).isEmpty();
  }

  @Test
  void workWithoutAFile() {
    AgentConfig config =
        Given.nothing().property("gemba.exporters.prometheus.port", "9465").config();

    assertThat(config.exporters().get("prometheus").values()).isEqualTo(Map.of("port", "9465"));
    assertThat(config.exporters().get("prometheus").placeOf("port"))
        .isEqualTo("-Dgemba.exporters.prometheus.port");
  }

  @Test
  void changeOneKeyOfAnExporterAndLeaveTheOthers() {
    Map<String, ExporterSection> exporters =
        Given.yaml(EXPORTERS)
            .variable("GEMBA_EXPORTERS_FILE_INTERVAL", "5s")
            .property("gemba.exporters.prometheus.port", "1")
            .config()
            .exporters();

    assertThat(exporters.get("file").values())
        .isEqualTo(Map.of("directory", "here", "interval", "5s"));
    assertThat(exporters.get("prometheus").values()).isEqualTo(Map.of("port", "1"));
    assertThat(exporters.get("file").placeOf("interval"))
        .isEqualTo("GEMBA_EXPORTERS_FILE_INTERVAL");
    assertThat(exporters.get("file").placeOf("directory")).isEqualTo("gemba.yaml:3");
  }

  @Test
  void switchAnExporterOffAndOnAgainWithItsKeys() {
    Given given = Given.yaml(EXPORTERS).variable("GEMBA_EXPORTERS_PROMETHEUS", "off");
    assertThat(given.config().exporters()).containsOnlyKeys("file");

    given.property("gemba.exporters.prometheus", "on");
    assertThat(given.config().exporters().get("prometheus").values())
        .isEqualTo(Map.of("port", "9464"));
    assertThat(given.problems()).isEmpty();
  }

  @Test
  void leaveAnExporterOffThatTheFileSwitchedOff() {
    Given given =
        Given.yaml("exporters: { prometheus: off }")
            .variable("GEMBA_EXPORTERS_PROMETHEUS_PORT", "1");
    assertThat(given.config().exporters()).isEmpty();
    assertThat(given.problems()).isEmpty();
  }

  @Test
  void reachNestedAndFreeKeysOfAnExporter() {
    Map<String, String> values =
        Given.yaml("exporters: { otlp: { tls: { certificate: a }, headers: { x-key: b } } }")
            .property("gemba.exporters.otlp.tls.certificate", "c")
            .property("gemba.exporters.otlp.headers.x-key", "d")
            .variable("GEMBA_EXPORTERS_OTLP_TEMPORALITY_PREFERENCE", "delta")
            .config()
            .exporters()
            .get("otlp")
            .values();

    assertThat(values)
        .isEqualTo(
            Map.of(
                "tls.certificate", "c", "headers.x-key", "d", "temporality-preference", "delta"));
  }

  @Test
  void spellKeysInUpperSnakeInTheEnvironment() {
    assertThat(
            Given.nothing()
                .variable("GEMBA_SAMPLING_PER_SECOND", "7")
                .config()
                .sampling()
                .perSecond())
        .hasValue(7);
  }

  @Test
  void switchGembaOff() {
    assertThat(Given.nothing().variable("GEMBA_ENABLED", "false").config().enabled()).isFalse();
    assertThat(Given.nothing().property("gemba.enabled", "false").config().enabled()).isFalse();
    assertThat(Given.yaml("enabled: false").property("gemba.enabled", "true").config().enabled())
        .isTrue();
  }

  @Test
  void changeAndAddTargets() {
    Given given =
        Given.yaml("targets:\n  - methods: a.B.c(..)\n")
            .property("gemba.targets[0].capture", "span")
            .property("gemba.targets.0.attributes.board.id", "arg0")
            .variable("GEMBA_TARGETS_1_METHODS", "[a.B.d(..), a.B.e(..)]")
            .variable("GEMBA_TARGETS_1_CAPTURE", "count");

    assertThat(given.problems()).isEmpty();
    assertThat(given.config().targets()).hasSize(3);
    Target changed = given.config().targets().get(0);
    assertThat(changed.capture()).isEqualTo(Capture.SPAN);
    assertThat(changed.attributes()).containsOnlyKeys("board.id");
    Target added = given.config().targets().get(1);
    assertThat(added.methods()).hasSize(2);
    assertThat(added.capture()).isEqualTo(Capture.COUNT);
  }

  @Test
  void replaceWholeListsAndSectionsByYaml() {
    Given given =
        Given.yaml("targets:\n  - methods: a.B.c(..)\nexporters: { file: { directory: a } }\n")
            .variable("GEMBA_TARGETS", "[{methods: x.Y.z(..), capture: span}]")
            .variable("GEMBA_EXPORTERS", "{otlp: {tls: {certificate: a}}}")
            .property("gemba.exporters.otlp.tls.certificate", "b")
            .property("gemba.packs", "[]");

    assertThat(given.problems()).isEmpty();
    assertThat(given.config().targets()).hasSize(2);
    assertThat(given.config().targets().get(0).capture()).isEqualTo(Capture.SPAN);
    assertThat(given.config().exporters()).containsOnlyKeys("otlp");
    assertThat(given.config().exporters().get("otlp").values())
        .isEqualTo(Map.of("tls.certificate", "b"));
    assertThat(given.config().packs()).isEmpty();
    given.property("gemba.exporters", "{otlp: {tls: {certificate: c}}}");
    assertThat(given.config().exporters().get("otlp").values())
        .isEqualTo(Map.of("tls.certificate", "b"));
  }

  @Test
  void takeAnOperationThatBeginsWithAPlaceholder() {
    Given given =
        Given.yaml("targets:\n  - methods: a.B.c(..)\n")
            .property("gemba.targets[0].operation", "{type}.{method}");

    assertThat(given.config().targets().get(0).operation().template()).isEqualTo("{type}.{method}");
  }

  @Test
  void countAsNotSetWhenAVariableIsEmpty() {
    Given given = Given.yaml("service: a").variable("GEMBA_SERVICE", "");
    assertThat(given.config().service()).isEqualTo("a");
    assertThat(given.problems()).isEmpty();
  }

  @Test
  void showTheirOriginInAProblem() {
    assertThat(
            Given.yaml("targets:\n  - methods: a.B.c(..)\n")
                .property("gemba.sampling.keep", "10")
                .property("gemba.targets[0].capture", "spam")
                .property("gemba.packs", "[jdbc")
                .variable("GEMBA_OVERHEAD", "much")
                .problems())
        .containsExactly(
            "GEMBA_OVERHEAD: overhead: found 'much', accepted is a percentage above 0% to 100%, or"
                + " off",
            "-Dgemba.sampling.keep: sampling.keep: found '10', accepted is a percentage from 0% to"
                + " 100% (did you mean 10%?)",
            "-Dgemba.targets[0].capture: targets[0].capture: found 'spam', accepted are count,"
                + " timing, span (did you mean span?)",
            "-Dgemba.packs: packs: found invalid YAML at column 6 (while parsing a flow sequence:"
                + " expected ',' or ']', but got <stream end>), accepted is a YAML file indented by"
                + " spaces, with quotes around values that begin with @, *, [ or {");
  }

  @Test
  void nameTheNearestKeyWhenUnknown() {
    assertThat(
            Given.nothing()
                .property("gemba.samplin.keep", "10%")
                .property("gemba.exporters.prometheus.prot", "1")
                .property("gemba.targets[0].captrue", "span")
                .property("gemba.service.x", "1")
                .variable("GEMBA_SAMPLING_PERSECOND", "1")
                .variable("GEMBA_XYZ", "1")
                .problems())
        .containsExactly(
            "GEMBA_SAMPLING_PERSECOND: found an unknown key, accepted are keep, per-second, slow,"
                + " errors (did you mean GEMBA_SAMPLING_PER_SECOND?)",
            "GEMBA_XYZ: found an unknown key, accepted are service, enabled, overhead, sampling,"
                + " targets, packs, propagation, profile, exporters",
            "-Dgemba.exporters.prometheus.prot: found an unknown key, accepted are host, port (did"
                + " you mean -Dgemba.exporters.prometheus.port?)",
            "-Dgemba.samplin.keep: found an unknown key, accepted are service, enabled, overhead,"
                + " sampling, targets, packs, propagation, profile, exporters (did you mean"
                + " -Dgemba.sampling.keep?)",
            "-Dgemba.service.x: found an unknown key, accepted are service, enabled, overhead,"
                + " sampling, targets, packs, propagation, profile, exporters (did you mean"
                + " -Dgemba.service?)",
            "-Dgemba.targets[0].captrue: found an unknown key, accepted are methods, exclude,"
                + " operation, capture, until, attributes, dimensions, measures, budget (did you mean"
                + " -Dgemba.targets.0.capture?)",
            "-Dgemba.targets[0].captrue: targets[0].methods: found nothing, accepted is a method"
                + " pattern such as com.acme.Board.load*(..), or a list of them");
  }

  @Test
  void refuseAnIndexThatIsNone() {
    assertThat(
            Given.nothing()
                .property("gemba.targets[4000000000].capture", "span")
                .property("gemba.targets.capture", "span")
                .problems())
        .containsExactly(
            "-Dgemba.targets.capture: found no index of a target, accepted is a key such as"
                + " -Dgemba.targets.0",
            "-Dgemba.targets[4000000000].capture: found no index of a target, accepted is a key such"
                + " as -Dgemba.targets.0");
  }

  @Test
  void areNotTheNamesThatMeanSomethingElse() {
    assertThat(
            Given.yaml("service: a")
                .variable("GEMBA_CONFIG", "gemba.yaml")
                .variable("GEMBA_HOME", "/opt")
                .variable("GEMBA_TEST_JDKS", "/usr/lib/jvm")
                .property("gemba.config", "gemba.yaml")
                .property("gembalike", "x")
                .problems())
        .isEmpty();
  }

  @Test
  void sayThatAnExporterIsNotInThisVersion() {
    assertThat(Given.nothing().variable("GEMBA_EXPORTERS_DASHBOARD_PORT", "7070").problems())
        .containsExactly(
            "GEMBA_EXPORTERS_DASHBOARD_PORT: exporters.dashboard: not available in this version; it"
                + " has no effect");
    assertThat(Given.yaml("exporters: { dashboard: off }").problems()).isEmpty();
  }
}
