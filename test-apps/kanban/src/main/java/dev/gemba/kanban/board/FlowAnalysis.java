package dev.gemba.kanban.board;

import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Computes {@link Analytics}; a pure function. */
final class FlowAnalysis {
  private static final int WEEKS = 8;
  private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

  private FlowAnalysis() {}

  static Analytics of(List<Task> tasks, Instant now) {
    LocalDate today = day(now);
    List<Task> done = tasks.stream().filter(task -> task.completed() != null).toList();
    List<Task> open = tasks.stream().filter(task -> task.status() != Status.DONE).toList();
    return new Analytics(
        tasks.size(),
        count(tasks, Task::status, () -> new EnumMap<>(Status.class)),
        count(tasks, Task::priority, TreeMap::new),
        count(
            open.stream().filter(task -> task.assignee() != null).toList(),
            Task::assignee,
            TreeMap::new),
        open.stream().filter(task -> task.isOverdue(today)).count(),
        open.stream().mapToInt(task -> task.estimates().points()).sum(),
        open.stream().mapToDouble(task -> task.estimates().hours()).sum(),
        spread(done, Task::created),
        spread(done.stream().filter(task -> task.started() != null).toList(), Task::started),
        throughput(done, today));
  }

  private static <K> Map<K, Long> count(
      List<Task> tasks, Function<Task, K> key, Supplier<Map<K, Long>> map) {
    return tasks.stream().collect(Collectors.groupingBy(key, map, Collectors.counting()));
  }

  private static Analytics.Spread spread(List<Task> done, Function<Task, Instant> from) {
    double[] days =
        done.stream()
            .mapToDouble(task -> days(from.apply(task), task.completed()))
            .sorted()
            .toArray();
    return new Analytics.Spread(days.length, quantile(days, 0.5), quantile(days, 0.85));
  }

  private static double days(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds() / SECONDS_A_DAY;
  }

  /** The nearest-rank quantile. */
  private static Double quantile(double[] sorted, double quantile) {
    return sorted.length == 0 ? null : sorted[(int) Math.ceil(quantile * sorted.length) - 1];
  }

  private static List<Analytics.Week> throughput(List<Task> done, LocalDate today) {
    Map<LocalDate, Long> doneByWeek =
        done.stream()
            .collect(
                Collectors.groupingBy(
                    task -> monday(day(task.completed())), Collectors.counting()));
    LocalDate thisWeek = monday(today);
    return IntStream.rangeClosed(1, WEEKS)
        .mapToObj(week -> thisWeek.minusWeeks((long) WEEKS - week))
        .map(starting -> new Analytics.Week(starting, doneByWeek.getOrDefault(starting, 0L)))
        .toList();
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
