package dev.gemba.kanban.store;

import dev.gemba.kanban.model.Estimates;
import dev.gemba.kanban.model.Priority;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A task as a Markdown file: YAML front matter, then the description. */
final class MarkdownFormat {
  private static final Pattern FILE =
      Pattern.compile("\\A---\\R(?<yaml>.*?\\R)---(?:\\R(?<body>.*))?\\z", Pattern.DOTALL);

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "title",
          "status",
          "priority",
          "tags",
          "assignee",
          "agent",
          "dependencies",
          "created",
          "updated",
          "started",
          "completed",
          "due",
          "estimates");

  private MarkdownFormat() {}

  /**
   * Reads a task.
   *
   * @throws MalformedDocument if the text is not a task
   */
  static Task parse(String text) {
    Matcher file = FILE.matcher(text);
    if (!file.matches()) {
      throw new MalformedDocument("front matter between two lines '---' is expected");
    }
    YamlDocument head = YamlDocument.parse(file.group("yaml")).onlyKeys(KEYS);
    String body = file.group("body");
    try {
      return task(head, body == null ? "" : body);
    } catch (IllegalArgumentException e) {
      throw new MalformedDocument(e.getMessage(), e);
    }
  }

  static String print(Task task) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("id", task.id().value());
    head.put("title", task.title());
    head.put("status", task.status().text());
    head.put("priority", task.priority().text());
    putList(head, "tags", task.tags());
    putText(head, "assignee", task.assignee());
    putText(head, "agent", task.agent());
    putList(head, "dependencies", task.dependencies());
    putText(head, "created", task.created());
    putText(head, "updated", task.updated());
    putText(head, "started", task.started());
    putText(head, "completed", task.completed());
    putText(head, "due", task.due());
    if (!task.estimates().equals(Estimates.NONE)) {
      Map<String, Object> estimates = new LinkedHashMap<>();
      estimates.put("points", task.estimates().points());
      estimates.put("hours", task.estimates().hours());
      head.put("estimates", estimates);
    }
    return "---\n" + YamlDocument.print(head) + "---\n\n" + task.description() + "\n";
  }

  private static Task task(YamlDocument head, String description) {
    return new Task(
        head.required("id", TaskId::new),
        head.required("title", Function.identity()),
        description,
        head.required("status", Status::of),
        head.required("priority", Priority::of),
        head.list("tags", Function.identity()),
        head.optional("assignee", Function.identity()),
        head.optional("agent", Function.identity()),
        head.list("dependencies", TaskId::new),
        head.required("created", Instant::parse),
        head.required("updated", Instant::parse),
        head.optional("started", Instant::parse),
        head.optional("completed", Instant::parse),
        head.optional("due", LocalDate::parse),
        estimates(head.document("estimates").onlyKeys(Set.of("points", "hours"))));
  }

  private static Estimates estimates(YamlDocument document) {
    Integer points = document.optional("points", Integer::valueOf);
    Double hours = document.optional("hours", Double::valueOf);
    return new Estimates(points == null ? 0 : points, hours == null ? 0 : hours);
  }

  private static void putText(Map<String, Object> head, String key, Object value) {
    if (value != null) {
      head.put(key, value.toString());
    }
  }

  private static void putList(Map<String, Object> head, String key, List<?> values) {
    if (!values.isEmpty()) {
      head.put(key, values.stream().map(Object::toString).toList());
    }
  }
}
