package dev.gemba.kanban.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskDraft;
import dev.gemba.kanban.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowAnalysisTest {
  private static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");

  @Test
  void spreadsAreNearestRankQuantiles() {
    List<Task> tasks = IntStream.rangeClosed(1, 10).mapToObj(days -> done(days, NOW)).toList();

    Analytics analytics = FlowAnalysis.of(tasks, NOW);

    assertThat(analytics.leadTime()).isEqualTo(new Analytics.Spread(10, 5.0, 9.0));
    assertThat(analytics.cycleTime()).isEqualTo(new Analytics.Spread(10, 2.5, 4.5));
  }

  @Test
  void throughputCountsByWeekFromMonday() {
    Instant sunday = Instant.parse("2026-03-01T23:59:59Z");
    Instant monday = Instant.parse("2026-03-02T00:00:00Z");

    List<Analytics.Week> weeks =
        FlowAnalysis.of(List.of(done(1, sunday), done(2, monday), done(3, NOW)), NOW).throughput();

    assertThat(weeks)
        .hasSize(8)
        .endsWith(
            new Analytics.Week(LocalDate.of(2026, 2, 23), 1),
            new Analytics.Week(LocalDate.of(2026, 3, 2), 2));
  }

  @Test
  void nothingHasNoSpread() {
    assertThat(FlowAnalysis.of(List.of(), NOW).leadTime())
        .isEqualTo(new Analytics.Spread(0, null, null));
  }

  /** A task that waited for half of the days and took the other half. */
  private static Task done(int days, Instant completed) {
    Instant created = completed.minus(Duration.ofDays(days));
    return Task.create(TaskId.of(days), TaskDraft.titled("done"), created)
        .movedTo(Status.IN_PROGRESS, created.plus(Duration.ofHours(12L * days)))
        .movedTo(Status.DONE, completed);
  }
}
