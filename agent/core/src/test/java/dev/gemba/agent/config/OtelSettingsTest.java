package dev.gemba.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gemba.agent.target.OtelMethodsInclude;
import dev.gemba.agent.target.PatternException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** OpenTelemetry's own variables and properties. */
class OtelSettingsTest {

  @Test
  void nameTheServiceBelowGembasOwnSettingsOfTheSameKind() {
    Given given = Given.yaml("service: file");
    given.variable("OTEL_RESOURCE_ATTRIBUTES", "service.name=attribute");
    assertThat(given.config().service()).isEqualTo("attribute");
    given.variable("OTEL_SERVICE_NAME", "otel variable");
    assertThat(given.config().service()).isEqualTo("otel variable");
    given.variable("GEMBA_SERVICE", "gemba variable");
    assertThat(given.config().service()).isEqualTo("gemba variable");
    given.property("otel.service.name", "otel property");
    assertThat(given.config().service()).isEqualTo("otel property");
    given.property("gemba.service", "gemba property");
    assertThat(given.config().service()).isEqualTo("gemba property");
    assertThat(given.config().resourceAttributes()).containsEntry("service.name", "gemba property");
    assertThat(given.problems()).isEmpty();
  }

  @Test
  void describeTheProcess() {
    Given given =
        Given.nothing()
            .variable("OTEL_RESOURCE_ATTRIBUTES", " team = blue%2Cgreen , city=K%C3%B6ln+1,a=b=c,");

    assertThat(given.config().resourceAttributes())
        .isEqualTo(
            Map.of(
                "team", "blue,green",
                "city", "Köln+1",
                "a", "b=c",
                "service.name", "unknown_service:java"));
    given.property("otel.resource.attributes", "team=red");
    assertThat(given.config().resourceAttributes())
        .isEqualTo(Map.of("team", "red", "service.name", "unknown_service:java"));
  }

  @Test
  void areTakenWholeOrNotAtAll() {
    for (String bad : new String[] {"a=b,c", "a=b,c=%4", "a=b,c=%zz", "a=b,=c"}) {
      Given given = Given.nothing().variable("OTEL_RESOURCE_ATTRIBUTES", bad);
      assertThat(given.config().resourceAttributes()).containsOnlyKeys("service.name");
      assertThat(given.problems())
          .containsExactly(
              "OTEL_RESOURCE_ATTRIBUTES: found '"
                  + bad.substring(4)
                  + "', accepted is a list such as key1=value1,key2=value2");
    }
  }

  @Test
  void addATargetThatMakesSpans() {
    String list = "my.pack.Board[load, save];my.Outer$Inner[run]; ";
    Given given =
        Given.yaml("targets:\n  - methods: a.B.c(..)\n")
            .variable("OTEL_INSTRUMENTATION_METHODS_INCLUDE", list);

    assertThat(given.problems()).isEmpty();
    assertThat(given.config().targets()).hasSize(3);
    Target included = given.config().targets().get(1);
    assertThat(included.place()).isEqualTo("OTEL_INSTRUMENTATION_METHODS_INCLUDE");
    assertThat(included.capture()).isEqualTo(Capture.SPAN);
    assertThat(included.operation()).isEqualTo(OperationName.DEFAULT);
    assertThat(included.methods())
        .containsExactlyElementsOf(OtelMethodsInclude.parse(list.strip()));
  }

  @Test
  void takeNoMethodsFromAMalformedList() {
    Given given = Given.nothing().property("otel.instrumentation.methods.include", "Board");
    PatternException why =
        catchThrowableOfType(PatternException.class, () -> OtelMethodsInclude.parse("Board"));

    assertThat(given.config().targets()).hasSize(1);
    assertThat(given.problems())
        .containsExactly("-Dotel.instrumentation.methods.include: " + why.getMessage());
  }
}
