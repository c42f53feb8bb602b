package dev.gemba.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.export.Attributes;
import dev.gemba.api.export.Distribution;
import dev.gemba.api.export.Metric;
import dev.gemba.api.export.Snapshot;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DifferencesTest {

  private final Differences differences = new Differences();

  @Test
  void beginsWithEverythingSinceTheStart() {
    Snapshot first = Samples.calls(1, 5);

    assertThat(differences.since(first)).isEqualTo(first.metrics());
    assertThat(differences.start(first)).isEqualTo(Samples.START);
  }

  @Test
  void movesOnOnlyWhenDelivered() {
    differences.delivered(Samples.calls(1, 5));
    Instant delivered = Samples.START.plusSeconds(1);

    assertThat(differences.since(Samples.calls(2, 7))).contains(Samples.counter(2L));
    assertThat(differences.since(Samples.calls(3, 9))).contains(Samples.counter(4L));
    assertThat(differences.start(Samples.calls(3, 9))).isEqualTo(delivered);
  }

  @Test
  void leavesOutWhatHasNotChanged() {
    differences.delivered(Samples.calls(1, 5));

    assertThat(differences.since(Samples.calls(2, 5))).isEmpty();
  }

  @Test
  void passesGaugesAndShrinkingSumsUnchanged() {
    Metric threads =
        new Metric(
            "threads",
            "1",
            "",
            new Metric.Sum(false, List.of(new Metric.NumberPoint(Attributes.empty(), 3L))));
    Snapshot snapshot = Samples.at(1, List.of(threads, Samples.gauge("g", 1L)));
    differences.delivered(snapshot);

    assertThat(differences.since(snapshot)).isEqualTo(snapshot.metrics());
  }

  @Test
  void takesAFallenSeriesForANewOne() {
    differences.delivered(Samples.calls(1, 5));

    assertThat(differences.since(Samples.calls(2, 3)))
        .containsExactly(Samples.counter(3L), Samples.duration(3));
  }

  @Test
  void takesAChangedScaleForANewSeries() {
    differences.delivered(Samples.calls(1, 5));
    Distribution coarser = new Distribution(3, 6, 6, 1, 1, 0, 0, -1, new long[] {6});

    assertThat(differences.since(Samples.at(2, List.of(Samples.histogram(coarser)))))
        .containsExactly(Samples.histogram(coarser));
  }

  @Test
  void beginsAnewWhenTheSnapshotsDo() {
    differences.delivered(Samples.calls(1, 5));
    Instant restart = Samples.START.plusSeconds(10);
    Snapshot restarted =
        new Snapshot(
            Samples.RESOURCE,
            restart,
            restart.plusSeconds(1),
            List.of(Samples.counter(8L)),
            List.of());

    assertThat(differences.since(restarted)).containsExactly(Samples.counter(8L));
    assertThat(differences.start(restarted)).isEqualTo(restart);
  }

  @Test
  void subtractsDoublesToo() {
    differences.delivered(Samples.at(1, List.of(Samples.counter(1.5))));

    assertThat(differences.since(Samples.at(2, List.of(Samples.counter(2.25)))))
        .containsExactly(Samples.counter(0.75));
  }
}
