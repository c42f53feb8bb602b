package dev.gemba.kanban.plugin.bundled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gemba.kanban.json.Json;
import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Plugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/**
 * Writes down who did what to which task: one JSON object a line. A full file becomes {@code
 * FILE.1} in place of the one before, so that two files' worth is kept.
 */
public final class ActivityLog implements Plugin {
  /** Where the log turns over. */
  public static final long MAX_BYTES = 8L << 20;

  private final Path file;
  private final Clock clock;
  private final long maxBytes;

  public ActivityLog(Path file, Clock clock, long maxBytes) {
    this.file = file;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  @Override
  public String name() {
    return "activity-log";
  }

  @Override
  public void onTaskCreated(Event.TaskCreated event) {
    append("created", event.task().id(), event.actor(), null, event.task().status());
  }

  @Override
  public void onTaskUpdated(Event.TaskUpdated event) {
    append("updated", event.task().id(), event.actor(), null, null);
  }

  @Override
  public void onTaskMoved(Event.TaskMoved event) {
    append(
        "moved", event.task().id(), event.actor(), event.before().status(), event.task().status());
  }

  @Override
  public void onTaskDeleted(Event.TaskDeleted event) {
    append("deleted", event.task().id(), event.actor(), event.task().status(), null);
  }

  private void append(String action, TaskId task, String actor, Status from, Status to) {
    Entry entry = new Entry(clock.instant(), actor, action, task, from, to);
    try {
      append(Json.MAPPER.writeValueAsString(entry) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void append(String line) throws IOException {
    if (Files.exists(file) && Files.size(file) >= maxBytes) {
      Files.move(file, file.resolveSibling(file.getFileName() + ".1"), REPLACE_EXISTING);
    }
    Files.writeString(file, line, UTF_8, CREATE, APPEND);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Entry(
      Instant at, String actor, String action, TaskId task, Status from, Status to) {}
}
