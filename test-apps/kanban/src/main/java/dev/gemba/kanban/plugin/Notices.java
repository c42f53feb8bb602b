package dev.gemba.kanban.plugin;

import dev.gemba.kanban.model.TaskId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What plugins have to say about tasks: at most one notice for a plugin and task. Thread-safe. */
public final class Notices {
  private static final Comparator<Notice> ORDER =
      Comparator.comparing(Notice::task).thenComparing(Notice::plugin);

  private final ConcurrentMap<Key, Notice> notices = new ConcurrentHashMap<>();

  /** Says something about a task, in place of what the plugin said before. */
  public void put(String plugin, TaskId task, String text) {
    notices.put(new Key(plugin, task), new Notice(plugin, task, text));
  }

  /** Takes back what the plugin said about a task, if anything. */
  public void remove(String plugin, TaskId task) {
    notices.remove(new Key(plugin, task));
  }

  /** Every notice, by task. */
  public List<Notice> all() {
    return notices.values().stream().sorted(ORDER).toList();
  }

  /** What a plugin says about a task. */
  public record Notice(String plugin, TaskId task, String text) {
    public Notice {
      Objects.requireNonNull(plugin, "plugin");
      Objects.requireNonNull(task, "task");
      Objects.requireNonNull(text, "text");
    }
  }

  private record Key(String plugin, TaskId task) {}
}
