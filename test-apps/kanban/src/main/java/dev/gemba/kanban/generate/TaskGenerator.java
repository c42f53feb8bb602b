package dev.gemba.kanban.generate;

import dev.gemba.kanban.model.BoardDefinition;
import dev.gemba.kanban.model.BoardId;
import dev.gemba.kanban.model.Estimates;
import dev.gemba.kanban.model.Priority;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes up the tasks of a small company that builds a shop. The same seed makes the same tasks, on
 * any machine and on any day.
 */
public final class TaskGenerator {
  /** The day on which the made-up project begins. */
  public static final Instant BEGIN = Instant.parse("2026-01-05T09:00:00Z");

  private static final int PROJECT_DAYS = 280;
  private static final int MAX_DEPENDENCIES = 3;
  private static final int[] POINTS = {1, 2, 3, 5, 8, 13};

  // Repetition is weight.
  private static final List<Status> STATUSES =
      List.of(
          Status.BACKLOG,
          Status.BACKLOG,
          Status.BACKLOG,
          Status.TODO,
          Status.TODO,
          Status.IN_PROGRESS,
          Status.BLOCKED,
          Status.REVIEW,
          Status.DONE,
          Status.DONE,
          Status.DONE,
          Status.DONE);
  private static final List<Priority> PRIORITIES =
      List.of(
          Priority.CRITICAL,
          Priority.HIGH,
          Priority.HIGH,
          Priority.MEDIUM,
          Priority.MEDIUM,
          Priority.MEDIUM,
          Priority.LOW,
          Priority.LOW);

  private final SplittableRandom random;

  public TaskGenerator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The tasks {@code TASK-1} to {@code TASK-count}; each depends on earlier ones only. */
  public List<Task> tasks(int count) {
    List<Task> tasks = new ArrayList<>(count);
    for (int number = 1; number <= count; number++) {
      tasks.add(task(number));
    }
    return tasks;
  }

  /** The main board with limits, and one board for each area of work. */
  public static List<BoardDefinition> boards() {
    BoardDefinition main =
        new BoardDefinition(
            BoardId.MAIN,
            "All work",
            List.of(),
            Map.of(Status.IN_PROGRESS, 20, Status.BLOCKED, 10, Status.REVIEW, 20));
    Stream<BoardDefinition> areas =
        Words.AREAS.stream()
            .map(
                area ->
                    new BoardDefinition(
                        new BoardId(area),
                        Character.toUpperCase(area.charAt(0)) + area.substring(1),
                        List.of(area),
                        Map.of(Status.IN_PROGRESS, 5)));
    return Stream.concat(Stream.of(main), areas).toList();
  }

  private Task task(int number) {
    Status status = pick(STATUSES);
    Instant created = BEGIN.plus(hours(PROJECT_DAYS * 24));
    boolean begun = status.isUnderWay() || status == Status.DONE;
    Instant started = begun ? created.plus(hours(14 * 24)) : null;
    Instant completed = status == Status.DONE ? started.plus(hours(10 * 24)) : null;
    Instant updated = completed != null ? completed : started != null ? started : created;
    int points = POINTS[random.nextInt(POINTS.length)];
    String area = pick(Words.AREAS);
    String verb = pick(Words.VERBS);
    String object = pick(Words.OBJECTS);
    return new Task(
        TaskId.of(number),
        "%s the %s %s".formatted(verb, pick(Words.QUALITIES), object),
        description(verb, object),
        status,
        pick(PRIORITIES),
        tags(area),
        chance(0.8) ? pick(Words.PEOPLE) : null,
        chance(0.3) ? pick(Words.AGENTS) : null,
        dependencies(number),
        created,
        updated,
        started,
        completed,
        chance(0.6) ? due(created) : null,
        new Estimates(points, points * 2.5));
  }

  private String description(String verb, String object) {
    StringBuilder text = new StringBuilder();
    text.append("## Why\n\n").append(pick(Words.REASONS)).append("\n\n## Done when\n");
    int criteria = 2 + random.nextInt(4);
    for (int i = 0; i < criteria; i++) {
      text.append("\n- [")
          .append(chance(0.3) ? 'x' : ' ')
          .append("] ")
          .append(pick(Words.CRITERIA));
    }
    text.append("\n\n## Notes\n\n");
    text.append(verb).append(" it where the ").append(object).append(" is kept. ");
    text.append(pick(Words.NOTES));
    return text.toString();
  }

  private List<String> tags(String area) {
    TreeSet<String> tags = new TreeSet<>(List.of(area));
    IntStream.range(0, random.nextInt(3)).forEach(i -> tags.add(pick(Words.LABELS)));
    return List.copyOf(tags);
  }

  private List<TaskId> dependencies(int number) {
    if (number == 1 || chance(0.6)) {
      return List.of();
    }
    TreeSet<TaskId> dependencies = new TreeSet<>();
    int count = 1 + random.nextInt(MAX_DEPENDENCIES);
    for (int i = 0; i < count; i++) {
      dependencies.add(TaskId.of(1 + random.nextInt(number - 1)));
    }
    return List.copyOf(dependencies);
  }

  private LocalDate due(Instant created) {
    return LocalDate.ofInstant(created, ZoneOffset.UTC).plusDays(7L + random.nextInt(60));
  }

  private Duration hours(int bound) {
    return Duration.ofHours(1L + random.nextInt(bound));
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
