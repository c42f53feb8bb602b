package dev.gemba.agent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.record.DropCounters;
import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Exporter;
import dev.gemba.api.export.ExporterOptions;
import dev.gemba.api.export.ExporterProvider;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Profile;
import dev.gemba.api.export.Resource;
import dev.gemba.api.export.Snapshot;
import dev.gemba.api.export.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipelineTest {

  private final DropCounters drops = new DropCounters();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Pipeline pipeline = new Pipeline(drops, messages::add);

  private interface Export {
    void export(Snapshot snapshot) throws Exception;
  }

  private static ExporterProvider provider(String name, Export export, Runnable closed) {
    return new ExporterProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Set<String> keys() {
        return Set.of();
      }

      @Override
      public Exporter open(ExporterOptions options) throws IOException {
        if (options.values().containsKey("broken")) {
          throw new IOException("port 9464 is in use");
        }
        if (options.values().containsKey("incomplete")) {
          throw new NoClassDefFoundError("com/acme/wire/Client");
        }
        return new Exporter() {
          @Override
          public void export(Snapshot snapshot) throws Exception {
            export.export(snapshot);
          }

          @Override
          public void close() {
            closed.run();
          }
        };
      }
    };
  }

  private static Snapshot snapshot(int number, int spans) {
    Span span =
        new Span(
            "0".repeat(31) + 1,
            "0".repeat(15) + 1,
            "",
            "o",
            Span.Kind.INTERNAL,
            1,
            2,
            Attributes.empty(),
            null);
    Metric metric = new Metric("m" + number, "1", "", new Metric.Gauge(List.of()));
    return new Snapshot(
        new Resource(Attributes.empty()),
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(number),
        List.of(metric),
        Collections.nCopies(spans, span));
  }

  @Test
  void everyExporterGetsTheLastSnapshotBeforeItIsClosed() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    pipeline.exportTo(
        Map.of(
            provider(
                "a", s -> seen.add("a" + s.metrics().get(0).name()), () -> seen.add("a closed")),
            Map.of()));
    pipeline.accept(snapshot(1, 0));
    pipeline.accept(snapshot(2, 0));

    pipeline.close(Duration.ofSeconds(20));

    assertThat(seen).endsWith("am2", "a closed");
  }

  @Test
  void losesNothingWhereExportersHaveToWaitForTheirTurn() throws Exception {
    List<Snapshot> seen = new CopyOnWriteArrayList<>();
    pipeline.exportEvery(60);
    pipeline.exportTo(Map.of(provider("a", seen::add, () -> {}), Map.of()));
    pipeline.accept(snapshot(1, 2));
    pipeline.accept(snapshot(2, 3));

    pipeline.close(Duration.ofSeconds(20));

    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).metrics().get(0).name()).isEqualTo("m2");
    assertThat(seen.get(0).spans()).hasSize(5);
  }

  @Test
  void hangingExporterHoldsUpNobodyAndIsGivenUpInTime() throws Exception {
    BlockingQueue<Snapshot> others = new LinkedBlockingQueue<>();
    CountDownLatch never = new CountDownLatch(1);
    pipeline.exportTo(
        Map.of(
            provider("hanging", s -> never.await(), () -> {}), Map.of(),
            provider("good", others::add, () -> {}), Map.of()));

    pipeline.accept(snapshot(1, 0));

    assertThat(others.poll(20, TimeUnit.SECONDS)).isNotNull();
    pipeline.close(Duration.ofMillis(50));
    assertThat(messages).anyMatch(m -> m.contains("exporter hanging did not finish within 50 ms"));
  }

  @Test
  void waitingSpansAreBoundedAndTheRestCountedWhileMetricsStayTheNewest() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Snapshot> seen = new CopyOnWriteArrayList<>();
    pipeline.exportTo(
        Map.of(
            provider(
                "slow",
                s -> {
                  entered.countDown();
                  go.await();
                  seen.add(s);
                },
                () -> {}),
            Map.of()));
    pipeline.accept(snapshot(1, 1));
    entered.await();

    pipeline.accept(snapshot(2, LaneQueue.MAX_WAITING_SPANS - 5));
    pipeline.accept(snapshot(3, 12));
    go.countDown();
    pipeline.close(Duration.ofSeconds(20));

    assertThat(seen).hasSize(2);
    assertThat(seen.get(1).spans()).hasSize(LaneQueue.MAX_WAITING_SPANS);
    assertThat(seen.get(1).metrics().get(0).name()).isEqualTo("m3");
    assertThat(drops.totals()).isEqualTo(Map.of("exporter-queue:slow", 7L));
  }

  @Test
  void failedExportIsToldOnceCountedAndTriedAgain() throws Exception {
    BlockingQueue<Snapshot> tries = new LinkedBlockingQueue<>();
    pipeline.exportTo(
        Map.of(
            provider(
                "failing",
                s -> {
                  tries.add(s);
                  throw new IOException("no route");
                },
                () -> {}),
            Map.of()));
    pipeline.accept(snapshot(1, 4));
    tries.poll(20, TimeUnit.SECONDS);
    pipeline.accept(snapshot(2, 3));

    pipeline.close(Duration.ofSeconds(20));

    assertThat(tries.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(drops.totals()).isEqualTo(Map.of("exporter:failing", 7L));
    assertThat(messages).containsExactly("exporter failing failed, and is tried again: no route");
  }

  @Test
  void exporterThatCannotOpenIsOffAndSaysWhy() throws Exception {
    pipeline.exportTo(Map.of(provider("p", s -> {}, () -> {}), Map.of("broken", "yes")));
    pipeline.close(Duration.ofSeconds(20));
    pipeline.accept(snapshot(1, 1));

    assertThat(messages).containsExactly("exporter p is off: port 9464 is in use");
  }

  @Test
  void exporterWhoseLibraryIsMissingIsOffAndSaysWhatIsMissing() throws Exception {
    pipeline.exportTo(Map.of(provider("p", s -> {}, () -> {}), Map.of("incomplete", "yes")));
    pipeline.close(Duration.ofSeconds(20));

    assertThat(messages)
        .containsExactly(
            "exporter p is off: a class of its library is missing: com/acme/wire/Client");
  }

  @Test
  void exporterWithOtherOptionsIsClosedBeforeItIsOpenedAnewAndTheRestGoOn() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    ExporterProvider stays = provider("stays", s -> {}, () -> seen.add("stays closed"));
    ExporterProvider changes =
        provider("changes", s -> seen.add(s.metrics().get(0).name()), () -> seen.add("closed"));
    pipeline.exportTo(Map.of(stays, Map.of(), changes, Map.of("port", "1")));
    pipeline.accept(snapshot(1, 0));

    pipeline.exportTo(Map.of(stays, Map.of(), changes, Map.of("port", "2")));

    assertThat(seen).containsExactly("m1", "closed");
    assertThat(pipeline.states()).extracting(LaneState::name).containsExactly("stays", "changes");
    pipeline.accept(snapshot(2, 0));
    pipeline.close(Duration.ofSeconds(20));
    assertThat(seen).containsExactlyInAnyOrder("m1", "closed", "m2", "closed", "stays closed");
  }

  @Test
  void exporterWithoutAUseForSpansGetsNone() throws Exception {
    List<Snapshot> seen = new CopyOnWriteArrayList<>();
    pipeline.exportTo(Map.of(new MetricsOnly(seen), Map.of()));
    pipeline.accept(snapshot(1, 3));
    pipeline.close(Duration.ofSeconds(20));

    assertThat(seen).singleElement().satisfies(s -> assertThat(s.spans()).isEmpty());
    assertThat(pipeline.states().get(0).spans().recorded()).isZero();
  }

  @Test
  void whoTakesProfilesAloneHearsOfNothingElse() throws Exception {
    List<Snapshot> seen = new CopyOnWriteArrayList<>();
    ProfilesOnly provider = new ProfilesOnly(seen);
    pipeline.exportTo(Map.of(provider, Map.of()));
    assertThat(pipeline.takesProfiles()).isFalse();
    pipeline.exportTo(Map.of(provider, Map.of("profiles", "on")));
    assertThat(pipeline.takesProfiles()).isTrue();

    Profile profile = new Profile(Instant.EPOCH, Instant.EPOCH, "none", List.of());
    pipeline.accept(Samples.at(1, "a"));
    pipeline.accept(Samples.at(2, "b").withProfiles(List.of(profile)));
    pipeline.close(Duration.ofSeconds(20));

    assertThat(seen)
        .singleElement()
        .satisfies(
            snapshot -> {
              assertThat(snapshot.profiles()).containsExactly(profile);
              assertThat(snapshot.spans()).isEmpty();
              assertThat(snapshot.metrics()).isEmpty();
            });
  }

  /** Which its options have to say. */
  private record ProfilesOnly(List<Snapshot> seen) implements ExporterProvider {

    @Override
    public String name() {
      return "profiles-only";
    }

    @Override
    public Set<String> keys() {
      return Set.of("profiles");
    }

    @Override
    public boolean takesSpans() {
      return false;
    }

    @Override
    public boolean takesMetrics() {
      return false;
    }

    @Override
    public boolean takesProfiles(ExporterOptions options) {
      return options.isOn("profiles", false);
    }

    @Override
    public Exporter open(ExporterOptions options) {
      return new MetricsOnly(seen).open(options);
    }
  }

  private record MetricsOnly(List<Snapshot> seen) implements ExporterProvider {

    @Override
    public String name() {
      return "metrics-only";
    }

    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public boolean takesSpans() {
      return false;
    }

    @Override
    public Exporter open(ExporterOptions options) {
      return new Exporter() {
        @Override
        public void export(Snapshot snapshot) {
          seen.add(snapshot);
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void brokenSpoolSettingKeepsTheExporterOffAndSaysWhy() throws Exception {
    pipeline.exportTo(Map.of(provider("p", s -> {}, () -> {}), Map.of("spool.size", "64mb")));
    pipeline.close(Duration.ofSeconds(20));

    assertThat(messages)
        .containsExactly(
            "exporter p is off: spool.size: found without spool.directory, accepted is a directory"
                + " to spool to");
  }

  @Test
  void exporterThatTheConfigNoLongerNamesIsClosed() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    pipeline.exportTo(Map.of(provider("p", s -> {}, () -> seen.add("closed")), Map.of()));

    pipeline.exportTo(Map.of());

    assertThat(seen).containsExactly("closed");
    assertThat(pipeline.states()).isEmpty();
  }

  @Test
  void stateOfAnExporterTellsWhyItIsOff() throws Exception {
    pipeline.exportTo(Map.of(provider("p", s -> {}, () -> {}), Map.of("broken", "yes")));
    pipeline.close(Duration.ofSeconds(20));
    pipeline.accept(snapshot(1, 3));

    assertThat(pipeline.states())
        .containsExactly(
            new LaneState(
                "p",
                "off",
                List.of(),
                "port 9464 is in use",
                new SpanAccount(3, 0, 0, 0, Map.of("exporter-off", 3L))));
  }
}
