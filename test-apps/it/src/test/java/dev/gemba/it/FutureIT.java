package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gemba.it.court.Court;
import dev.gemba.it.court.Petitions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** A call that returns a future is over when that is done, if so configured. */
class FutureIT {

  private static final int APPEALS = 61;
  private static final int LOST = 1;
  private static final int PETITIONS = 12;

  @TempDir private Path directory;

  @OnEveryJdk
  void lastsUntilItsFutureIsDone(Jdk jdk) throws Exception {
    ExportedMetrics exported = decide(jdk, "    until: done\n");

    List<JsonNode> spans = exported.spans();
    assertThat(spans).hasSize(APPEALS);
    assertThat(spans)
        .allMatch(span -> nanos(span) >= TimeUnit.MILLISECONDS.toNanos(Court.APPEAL_MILLIS));
    assertThat(spans)
        .filteredOn(span -> span.path("status").path("code").asInt() == 2)
        .hasSize(LOST)
        .allMatch(span -> span.toString().contains("java.lang.IllegalArgumentException"));
    assertThat(spans)
        .filteredOn(span -> span.toString().contains("\"upheld\""))
        .hasSize(APPEALS - LOST);
    assertThat(exported.calls("Court.appeal")).isEqualTo(APPEALS);
  }

  @OnEveryJdk
  void isOverWhenItsMethodReturnsOtherwise(Jdk jdk) throws Exception {
    ExportedMetrics exported = decide(jdk, "");

    assertThat(exported.spans())
        .hasSize(APPEALS)
        .noneMatch(span -> span.path("status").path("code").asInt() == 2)
        .noneMatch(span -> span.toString().contains("upheld"));
  }

  @OnEveryJdk
  void lastsUntilItsPublisherIsDone(Jdk jdk) throws Exception {
    Path output = directory.resolve("gemba");
    String config =
        "service: it\noverhead: off\npacks: []\nsampling: { keep: 100% }\ntargets:\n"
            + "  - methods: dev.gemba.it.court.Petitions.*(..)\n    capture: span\n"
            + "    exclude: [dev.gemba.it.court.Petitions.main(..),"
            + " dev.gemba.it.court.Petitions.received(..)]\n"
            + "    until: done\nexporters:\n"
            + ConfigText.file(output);
    Ended ended =
        ForkedJvm.program(
                jdk,
                Petitions.class,
                List.of(Mono.class, Publisher.class),
                String.valueOf(PETITIONS))
            .options("-Xverify:all")
            .gemba(directory, config)
            .run()
            .exitedWith(0);

    int granted = PETITIONS - PETITIONS / 3;
    assertThat(ended.stdout())
        .contains("answers " + (granted * "granted".length() + PETITIONS * 2 + PETITIONS * 2));
    ExportedMetrics exported = ExportedMetrics.in(output).assertNoGembaErrors();
    for (String operation : List.of("one", "many", "endless", "pages")) {
      assertThat(exported.calls("Petitions." + operation)).as(operation).isEqualTo(PETITIONS);
    }
    assertThat(exported.calls("Petitions.one", "java.lang.IllegalArgumentException"))
        .as("%s", exported.byOutcome())
        .isEqualTo(PETITIONS / 3);
    assertThat(exported.dropped("capture-failure")).isZero();
    assertThat(exported.spans())
        .hasSize(4 * PETITIONS)
        .allMatch(
            span -> nanos(span) >= TimeUnit.MILLISECONDS.toNanos(Petitions.MILLIS) - 1_000_000);
  }

  private static long nanos(JsonNode span) {
    return span.path("endTimeUnixNano").asLong() - span.path("startTimeUnixNano").asLong();
  }

  private ExportedMetrics decide(Jdk jdk, String until) throws Exception {
    Path output = directory.resolve("gemba");
    String config =
        "service: it\noverhead: off\npacks: [executors]\nsampling: { keep: 100% }\ntargets:\n"
            + "  - methods: dev.gemba.it.court.Court.appeal(..)\n    capture: span\n"
            + until
            + "    attributes: { decision: return }\nexporters:\n"
            + ConfigText.file(output);
    ForkedJvm.program(jdk, Court.class, List.of(), String.valueOf(APPEALS), "appeals")
        .options("-Xverify:all")
        .gemba(directory, config)
        .run()
        .exitedWith(0);
    return ExportedMetrics.in(output).assertNoGembaErrors();
  }
}
