package dev.gemba.exporter.pyroscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gemba.api.export.ExportException;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.api.export.Profile;
import dev.gemba.exporter.pyroscope.Receiver.Refusal;
import dev.gemba.exporter.pyroscope.Receiver.Series;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PyroscopeExporterTest {

  @Test
  void isFoundByItsNameAndTakesProfilesAlone() {
    assertThat(ServiceLoader.load(ExporterProvider.class))
        .singleElement()
        .satisfies(
            provider -> {
              assertThat(provider.name()).isEqualTo("pyroscope");
              assertThat(provider.takesProfiles(Samples.options(Map.of()))).isTrue();
              assertThat(provider.takesSpans()).isFalse();
              assertThat(provider.takesMetrics()).isFalse();
            });
  }

  @Test
  void pushesASeriesOfEachKindUnderTheNamesThatPyroscopeHasForJava() throws Exception {
    List<Series> pushed =
        pushed(Samples.OF_A_SPAN, Samples.WALL, Samples.ALLOC, Samples.LOCK, Samples.OF_NOTHING);

    assertThat(pushed)
        .extracting(
            series -> series.labels().get("__name__"),
            series -> series.profile().types,
            series -> series.profile().periodType)
        .containsExactlyInAnyOrder(
            tuple("process_cpu", List.of("cpu:nanoseconds"), "cpu:nanoseconds"),
            tuple("wall", List.of("wall:nanoseconds"), "wall:nanoseconds"),
            tuple(
                "memory",
                List.of("alloc_in_new_tlab_objects:count", "alloc_in_new_tlab_bytes:bytes"),
                "space:bytes"),
            tuple("mutex", List.of("contentions:count", "delay:nanoseconds"), "mutex:count"));
    assertThat(pushed)
        .allSatisfy(
            series -> {
              assertThat(series.labels())
                  .containsEntry("service_name", "kanban")
                  .containsEntry("__delta__", "false")
                  .hasSize(3);
              assertThat(series.id().version()).isEqualTo(4);
              assertThat(series.id().variant()).isEqualTo(2);
            });
    assertThat(pushed).extracting(Series::id).doesNotHaveDuplicates();
  }

  @Test
  void tellsStackOperationAndSpanOfASample() throws Exception {
    PprofReader cpu = pushed(Samples.OF_A_SPAN, Samples.OF_NOTHING).get(0).profile();

    assertThat(cpu.samples)
        .containsExactly(
            new PprofReader.Sample(
                List.of("com.acme.Board.load:12", "start_thread:0"),
                List.of(57_000_000L),
                Map.of("gemba_operation", "kanban.board.load", "span_id", Samples.SPAN)),
            new PprofReader.Sample(
                List.of("com.acme.Board.load:12", "start_thread:0"),
                List.of(19_000_000L),
                Map.of()));
    assertThat(cpu.timeNanos)
        .isEqualTo(Samples.START.getEpochSecond() * 1_000_000_000L + Samples.START.getNano());
    assertThat(cpu.durationNanos).isEqualTo(10_000_000_000L);
    assertThat(cpu.period).isEqualTo(19_000_000L);
    assertThat(cpu.comments).containsExactly("async-profiler 4.6");
  }

  @Test
  void tellsHowManySamplesThereWereAndWhatTheyStandFor() throws Exception {
    List<Series> pushed = pushed(Samples.ALLOC, Samples.LOCK);

    assertThat(pushed.get(0).profile().samples)
        .containsExactly(
            new PprofReader.Sample(
                List.of("byte[]:0", "com.acme.Board.load:12"),
                List.of(2L, 8_000_000L),
                Map.of("gemba_operation", "kanban.board.load")));
    assertThat(pushed.get(0).profile().period).isEqualTo(4_000_000L);
    assertThat(pushed.get(1).profile().samples.get(0).values()).containsExactly(5L, 70_000_000L);
    assertThat(pushed.get(1).profile().period).isEqualTo(1);
  }

  @Test
  void pushesAllProfilesOfASnapshotInOneRequest() throws Exception {
    Profile first = Samples.snapshot(Samples.ALLOC).profiles().get(0);
    Profile second = Samples.snapshot(Samples.OF_A_SPAN).profiles().get(0);
    try (Receiver server = Receiver.start()) {
      Exporter exporter = Samples.open(server.endpoint(), Map.of());
      exporter.export(Samples.withProfiles(List.of(first, second)));
      exporter.close();

      assertThat(server.requests).hasSize(1);
      assertThat(server.requests.get(0).series()).hasSize(2);
      assertThat(exporter.locations())
          .containsExactly(server.endpoint() + "/push.v1.PusherService/Push");
    }
  }

  @Test
  void sendsLabelsTenantUserAndHeaders() throws Exception {
    try (Receiver server = Receiver.start()) {
      Exporter exporter =
          Samples.open(
              server.endpoint() + "/",
              Map.of(
                  "labels.pod", "p1",
                  "labels.service_name", "shop",
                  "tenant", "acme",
                  "user", "me",
                  "password", "s3cret",
                  "headers.X-Key", "k"));
      exporter.export(Samples.snapshot(Samples.ALLOC));
      exporter.close();

      assertThat(server.requests.get(0).series().get(0).labels())
          .containsEntry("pod", "p1")
          .containsEntry("service_name", "shop");
      assertThat(server.requests.get(0).headers())
          .containsEntry("X-scope-orgid", List.of("acme"))
          .containsEntry("Authorization", List.of("Basic bWU6czNjcmV0"))
          .containsEntry("X-key", List.of("k"))
          .containsEntry("User-agent", List.of("Gemba"));
    }
  }

  @Test
  void asksNobodyWhereThereAreNoSamples() throws Exception {
    Exporter exporter = Samples.open("http://localhost:1", Map.of());
    exporter.export(Samples.withProfiles(List.of()));
    exporter.export(Samples.snapshot());
    exporter.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("gemba-"));
  }

  @Test
  void saysWhatTheServerAnsweredCountsWhatIsLostAndGoesOn() throws Exception {
    try (Receiver server = Receiver.start()) {
      server.refusals.add(
          new Refusal(400, "{\"code\":\"invalid_argument\",\"message\":\"too old\"}"));
      Exporter exporter = Samples.open(server.endpoint(), Map.of());

      assertThatThrownBy(() -> exporter.export(Samples.snapshot(Samples.ALLOC)))
          .hasMessage(
              "1 profiles not delivered to "
                  + server.endpoint()
                  + "/push.v1.PusherService/Push: the server answered HTTP 400 Bad Request:"
                  + " {\"code\":\"invalid_argument\",\"message\":\"too old\"}")
          .isInstanceOfSatisfying(
              ExportException.class,
              e -> {
                assertThat(e.undelivered().lostProfiles()).isEqualTo(1);
                assertThat(e.undelivered().partialSuccess()).isFalse();
              });
      exporter.export(Samples.snapshot(Samples.ALLOC));
      exporter.close();
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void comesBackFromAServerThatNeverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Exporter exporter =
          Samples.open("http://localhost:" + silent.getLocalPort(), Map.of("timeout", "300ms"));

      long before = System.nanoTime();
      assertThatThrownBy(() -> exporter.export(Samples.snapshot(Samples.ALLOC)))
          .hasMessageEndingWith("no answer in time");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
      exporter.close();
    }
  }

  private static List<Series> pushed(Profile.Sample... samples) throws Exception {
    try (Receiver server = Receiver.start()) {
      Exporter exporter = Samples.open(server.endpoint(), Map.of());
      exporter.export(Samples.snapshot(samples));
      exporter.close();

      return server.requests.get(0).series();
    }
  }
}
