package dev.gemba.exporter.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Span;
import dev.gemba.api.export.Span.Kind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpanJsonTest {

  private static final String ID = "00f067aa0ba902b7";
  private static final String PARENT = "b7ad6b7169203331";

  @Test
  void writesAllThatZipkinHasAWordFor() throws IOException {
    Attributes attributes =
        Attributes.of("board.id", "b1")
            .with("task.count", 42L)
            .with("ratio", 0.25)
            .with("cached", true);

    assertThat(written(Samples.span(ID, PARENT, Kind.SERVER, attributes)))
        .containsExactly(
            Map.entry("traceId", Samples.TRACE),
            Map.entry("id", ID),
            Map.entry("parentId", PARENT),
            Map.entry("kind", "SERVER"),
            Map.entry("name", "board.load"),
            Map.entry("timestamp", 1_767_323_045_000_000L),
            Map.entry("duration", 5),
            Map.entry("localEndpoint", Map.of("serviceName", "kanban")),
            Map.entry(
                "tags",
                Map.of(
                    "board.id", "b1",
                    "task.count", "42",
                    "ratio", "0.25",
                    "cached", "true",
                    "otel.scope.name", "dev.gemba")));
  }

  @Test
  void leavesOutWhatIsNotThere() throws IOException {
    assertThat(written(Samples.span(ID, "", Kind.INTERNAL, Attributes.empty())))
        .containsOnlyKeys(
            "traceId", "id", "name", "timestamp", "duration", "localEndpoint", "tags");
  }

  @ParameterizedTest
  @EnumSource(names = "INTERNAL", mode = EnumSource.Mode.EXCLUDE)
  void namesKindsAsZipkinDoes(Kind kind) throws IOException {
    assertThat(written(Samples.span(ID, "", kind, Attributes.empty())))
        .containsEntry("kind", kind.name());
  }

  @ParameterizedTest
  @CsvSource({
    // start ns, end ns, start µs, duration µs
    "1000000, 1000000, 1000, 1",
    "1000000, 1000999, 1000, 1",
    "1000000, 1001234, 1000, 1",
    "1000000, 1002000, 1000, 2",
    "1000999, 1002000, 1000, 2",
    "1000999, 3000998, 1000, 2000",
  })
  void cutsTimesToMicrosecondsAndNoneToNothing(
      long start, long end, int startMicros, int durationMicros) throws IOException {
    Map<String, Object> written =
        written(
            new Span(
                Samples.TRACE, ID, "", "a", Kind.INTERNAL, start, end, Attributes.empty(), null));

    assertThat(written)
        .containsEntry("timestamp", startMicros)
        .containsEntry("duration", durationMicros);
  }

  @Test
  void tagsWhatFailed() throws IOException {
    assertThat(tags(failed(Attributes.of("error", "mine"), "java.io.IOException")))
        .isEqualTo(
            Map.of(
                "error", "java.io.IOException",
                "error.type", "java.io.IOException",
                "otel.status_code", "ERROR",
                "otel.scope.name", "dev.gemba"));
  }

  @Test
  void tagsNothingElseAsFailed() throws IOException {
    assertThat(tags(failed(Attributes.of("error", false).with("errors", 0L), null)))
        .isEqualTo(Map.of("errors", "0", "otel.scope.name", "dev.gemba"));
  }

  @Test
  void namesTheServiceAndTagsItsNamespace() throws IOException {
    Resource resource =
        new Resource(Attributes.of("service.name", "Kanban").with("service.namespace", "planning"));
    Map<String, Object> written =
        written(resource, Samples.span(ID, "", Kind.INTERNAL, Attributes.empty()));

    assertThat(written).containsEntry("localEndpoint", Map.of("serviceName", "Kanban"));
    assertThat(Json.object(written.get("tags"))).containsEntry("service.namespace", "planning");
    assertThat(
            written(
                new Resource(Attributes.empty()),
                Samples.span(ID, "", Kind.INTERNAL, Attributes.empty())))
        .containsEntry("localEndpoint", Map.of("serviceName", "unknown_service:java"));
  }

  @Test
  void keepsEveryCharacterThatUtf8Has() throws IOException {
    String odd = "\"quoted\" \\ back\nline\u0000 \u00fc\u2028\uD83D\uDE00";

    assertThat(tags(failed(Attributes.of("odd", odd), null))).containsEntry("odd", odd);
    // A value that was cut between two surrogates must not cost the others their delivery.
    assertThat(tags(failed(Attributes.of("cut", "a\uD83D"), null))).containsEntry("cut", "a?");
    assertThat(tags(failed(Attributes.of("cut", "\uD83Da"), null))).containsEntry("cut", "?a");
  }

  private static Span failed(Attributes attributes, String errorType) {
    return new Span(Samples.TRACE, ID, "", "a", Kind.INTERNAL, 1, 2, attributes, errorType);
  }

  private static Map<String, Object> tags(Span span) throws IOException {
    return Json.object(written(span).get("tags"));
  }

  private static Map<String, Object> written(Span span) throws IOException {
    return written(Samples.KANBAN, span);
  }

  private static Map<String, Object> written(Resource resource, Span span) throws IOException {
    RequestBody body = new RequestBody(new SpanJson(resource));
    body.add(span);
    return Json.unpacked(body.gzip()).get(0);
  }
}
