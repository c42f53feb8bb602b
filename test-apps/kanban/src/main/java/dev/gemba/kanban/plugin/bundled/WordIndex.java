package dev.gemba.kanban.plugin.bundled;

import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Plugin;
import dev.gemba.kanban.task.TextSearch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Knows which words occur in which tasks, so that a search by text need not read every file. */
public final class WordIndex implements Plugin, TextSearch {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  // Guarded by this.
  private final Map<String, Set<TaskId>> tasksByWord = new HashMap<>();
  private final Map<TaskId, Set<String>> wordsByTask = new HashMap<>();

  @Override
  public String name() {
    return "word-index";
  }

  @Override
  public void onStarted(Event.Started event) {
    event.tasks().forEach(this::index);
  }

  @Override
  public void onTaskCreated(Event.TaskCreated event) {
    index(event.task());
  }

  @Override
  public void onTaskUpdated(Event.TaskUpdated event) {
    index(event.task());
  }

  @Override
  public void onTaskDeleted(Event.TaskDeleted event) {
    replace(event.task().id(), Set.of());
  }

  @Override
  public synchronized Set<TaskId> matching(String text) {
    Set<TaskId> found = null;
    for (String word : words(text)) {
      Set<TaskId> tasks = tasksByWord.getOrDefault(word, Set.of());
      if (found == null) {
        found = new TreeSet<>(tasks);
      } else {
        found.retainAll(tasks);
      }
    }
    return found == null ? Set.of() : found;
  }

  private void index(Task task) {
    replace(
        task.id(),
        words(task.title() + ' ' + task.description() + ' ' + String.join(" ", task.tags())));
  }

  private synchronized void replace(TaskId id, Set<String> words) {
    Set<String> before = words.isEmpty() ? wordsByTask.remove(id) : wordsByTask.put(id, words);
    if (before != null) {
      before.forEach(word -> forget(word, id));
    }
    words.forEach(word -> tasksByWord.computeIfAbsent(word, key -> new HashSet<>()).add(id));
  }

  private void forget(String word, TaskId id) {
    tasksByWord.computeIfPresent(
        word,
        (key, tasks) -> {
          tasks.remove(id);
          return tasks.isEmpty() ? null : tasks;
        });
  }

  private static Set<String> words(String text) {
    return NO_WORD
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }
}
