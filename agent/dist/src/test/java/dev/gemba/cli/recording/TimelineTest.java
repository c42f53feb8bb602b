package dev.gemba.cli.recording;

import static dev.gemba.cli.OtlpLines.START;
import static dev.gemba.cli.OtlpLines.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.cli.OtlpLines;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private final Timeline timeline = new Timeline(Set.of("a"));

  @Test
  void tellsWhatCameBetweenTwoLines() throws IOException {
    add(7, START, 1, 10);
    add(7, START, 3, 40);

    List<Interval> intervals = timeline.intervals().get("a");

    assertThat(intervals).extracting(Interval::calls).containsExactly(10L, 30L);
    assertThat(intervals).extracting(Interval::rate).containsExactly(10.0, 15.0);
    assertThat(intervals.get(1).durations().count()).isEqualTo(30);
    assertThat(intervals.get(1).percentile(0.95)).isBetween(0.95, 1.0);
  }

  @Test
  void addsUpProcessesBesideEachOther() throws IOException {
    add(7, START, 1, 10);
    add(8, START, 1, 5);

    assertThat(timeline.intervals().get("a")).extracting(Interval::rate).containsExactly(15.0);
  }

  @Test
  void leavesARestartsGapEmpty() throws IOException {
    add(7, START, 1, 10);
    add(7, after(60), 61, 4);

    List<Interval> intervals = timeline.intervals().get("a");

    assertThat(intervals).extracting(Interval::calls).containsExactly(10L, 4L);
    assertThat(intervals.get(1).startNanos()).isEqualTo(after(60));
  }

  @Test
  void countsASeriesThatAppearsLateFromTheLineBefore() throws IOException {
    add(7, START, 10, 10);
    request(
        7,
        OtlpLines.calls("a", null, START, after(11), 12),
        OtlpLines.calls("a", "java.lang.Error", START, after(11), 3));

    Interval last = timeline.intervals().get("a").get(1);

    assertThat(last.startNanos()).isEqualTo(after(10));
    assertThat(last.calls()).isEqualTo(5);
    assertThat(last.errors()).isEqualTo(3);
  }

  @Test
  void takesNoLineTwice() throws IOException {
    add(7, START, 2, 20);
    add(7, START, 1, 10);
    add(7, START, 2, 20);

    assertThat(timeline.intervals().get("a")).extracting(Interval::calls).containsExactly(20L);
  }

  @Test
  void keepsTheIntervalsOfADeltaSeries() throws IOException {
    request(7, OtlpLines.secondsDelta("a", START, after(1), 3));
    request(7, OtlpLines.secondsDelta("a", after(1), after(2), 4));

    assertThat(timeline.intervals().get("a"))
        .extracting(interval -> interval.durations().count())
        .containsExactly(3L, 4L);
  }

  @Test
  void staysBoundedAndLosesNoCall() throws IOException {
    for (int second = 1; second <= 2_000; second++) {
      add(7, START, second, second * 10L);
    }

    List<Interval> intervals = timeline.intervals().get("a");

    assertThat(intervals).hasSizeBetween(100, Timeline.MAX_INTERVALS);
    assertThat(intervals.stream().mapToLong(Interval::calls).sum()).isEqualTo(20_000);
    assertThat(intervals).allSatisfy(one -> assertThat(one.rate()).isEqualTo(10.0));
  }

  @Test
  void leavesOtherOperationsOut() throws IOException {
    request(7, OtlpLines.calls("b", null, START, after(1), 3));

    assertThat(timeline.intervals()).isEmpty();
  }

  private void add(long pid, long start, int second, long calls) throws IOException {
    request(
        pid,
        OtlpLines.calls("a", null, start, after(second), calls),
        OtlpLines.seconds("a", null, start, after(second), calls));
  }

  private void request(long pid, String... metrics) throws IOException {
    ExportRequestParser.parse(OtlpLines.request("x", pid, metrics))
        .metrics()
        .forEach(timeline::add);
  }
}
