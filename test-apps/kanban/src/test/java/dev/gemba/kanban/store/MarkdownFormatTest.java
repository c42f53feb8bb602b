package dev.gemba.kanban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.kanban.model.Estimates;
import dev.gemba.kanban.model.Priority;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownFormatTest {
  private static final Instant CREATED = Instant.parse("2026-01-05T09:00:00Z");

  private static final String MINIMAL =
      """
      ---
      id: TASK-1
      title: 2026
      status: todo
      priority: low
      created: 2026-01-05T09:00:00Z
      updated: 2026-01-05T09:00:00Z
      ---
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "true",
        "~",
        "null",
        "---",
        "2026-01-05",
        "a: b # c",
        "'quoted' \"twice\"",
        "- item",
        "{curly} [square]",
        " spaces around ",
        "emoji \uD83D\uDE80 and \u00FCml\u00E4ut",
        "@at %percent &and *star !bang |pipe >fold"
      })
  void readsBackAnyTitleAndDescription(String text) {
    Task task = task(text, "# " + text + "\n\n---\nid: TASK-9\n---\n" + text);

    assertThat(MarkdownFormat.parse(MarkdownFormat.print(task))).isEqualTo(task);
  }

  @Test
  void takesPlainScalarsAsText() {
    Task task = MarkdownFormat.parse(MINIMAL);

    assertThat(task.title()).isEqualTo("2026");
    assertThat(task.description()).isEmpty();
    assertThat(task.estimates()).isEqualTo(Estimates.NONE);
  }

  @Test
  void readsFilesWithWindowsLineEnds() {
    assertThat(MarkdownFormat.parse(MINIMAL.replace("\n", "\r\n") + "Text"))
        .extracting(Task::title, Task::description)
        .containsExactly("2026", "Text");
  }

  @ParameterizedTest
  @CsvSource({
    "id: TASK-1, id: ../x, 'id'",
    "status: todo, status: lost, backlog",
    "priority: low, '', 'priority' is missing",
    "title: 2026, title: [a], single value",
    "title: 2026, 'color: red', unknown key 'color'",
    "title: 2026, 'title: [', not YAML",
    "created: 2026-01-05T09:00:00Z, created: today, 'created'"
  })
  void saysWhatIsWrongWithAFile(String line, String replacement, String message) {
    String broken = MINIMAL.replace(line, replacement);

    assertThatThrownBy(() -> MarkdownFormat.parse(broken))
        .isInstanceOf(MalformedDocument.class)
        .hasMessageContaining(message);
  }

  @Test
  void needsFrontMatter() {
    assertThatThrownBy(() -> MarkdownFormat.parse("# Title"))
        .isInstanceOf(MalformedDocument.class)
        .hasMessageContaining("front matter");
  }

  private static Task task(String title, String description) {
    return new Task(
        TaskId.of(1),
        title,
        description,
        Status.DONE,
        Priority.CRITICAL,
        List.of("a", "b"),
        title,
        null,
        List.of(TaskId.of(2), TaskId.of(3)),
        CREATED,
        CREATED.plusSeconds(3),
        CREATED.plusSeconds(1),
        CREATED.plusSeconds(2),
        LocalDate.of(2026, 2, 28),
        new Estimates(5, 7.25));
  }
}
