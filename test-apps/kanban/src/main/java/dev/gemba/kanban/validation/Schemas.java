package dev.gemba.kanban.validation;

import static dev.gemba.kanban.validation.Schema.choice;
import static dev.gemba.kanban.validation.Schema.date;
import static dev.gemba.kanban.validation.Schema.integer;
import static dev.gemba.kanban.validation.Schema.list;
import static dev.gemba.kanban.validation.Schema.number;
import static dev.gemba.kanban.validation.Schema.object;
import static dev.gemba.kanban.validation.Schema.optional;
import static dev.gemba.kanban.validation.Schema.required;
import static dev.gemba.kanban.validation.Schema.text;

import dev.gemba.kanban.model.Priority;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.TaskId;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What the bodies of requests must look like. */
final class Schemas {
  static final Pattern TAG_FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");

  private static final Schema TITLE = line(200);
  private static final Schema NAME = line(80);
  private static final Schema TAGS =
      list(20, text(TAG_FORM, "a tag: at most 40 of a-z, 0-9, '.', '_', '-'"));
  private static final Schema MARKDOWN =
      text(
          Pattern.compile("[[^\\p{Cc}\\p{Cs}]\\t\\n\\r]{0,20000}"),
          "Markdown of at most 20000 characters");
  private static final Schema TASK_ID = text(TaskId.FORM, "a task id such as TASK-42");

  static final Schema TASK =
      object(
          required("title", TITLE),
          optional("description", MARKDOWN),
          optional("priority", choice(priorities())),
          optional("tags", TAGS),
          optional("assignee", NAME),
          optional("agent", NAME),
          optional("dependencies", list(50, TASK_ID)),
          optional("due", date()),
          optional(
              "estimates",
              object(required("points", integer(0, 1_000)), required("hours", number(0, 10_000)))));

  static final Schema MOVE = object(required("status", choice(statuses())));

  static final Schema BOARD =
      object(
          required("name", NAME),
          optional("tags", TAGS),
          optional(
              "limits",
              object(
                  statuses().stream()
                      .map(status -> optional(status, integer(1, 1_000)))
                      .toArray(Schema.Field[]::new))));

  static final Schema TEAM = object(required("name", NAME), optional("members", list(100, NAME)));

  static final Schema SPRINT =
      object(
          required("name", NAME),
          optional("goal", line(500)),
          required("starts", date()),
          required("ends", date()));

  private Schemas() {}

  static List<String> statuses() {
    return Arrays.stream(Status.values()).map(Status::text).toList();
  }

  static List<String> priorities() {
    return Arrays.stream(Priority.values()).map(Priority::text).toList();
  }

  private static Schema line(int maxLength) {
    return text(
        Pattern.compile("(?=.*\\S)[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1," + maxLength + "}"),
        "one line of 1 to " + maxLength + " characters");
  }
}
