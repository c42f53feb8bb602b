package dev.gemba.kanban.plugin.bundled;

import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import dev.gemba.kanban.plugin.Event;
import dev.gemba.kanban.plugin.Notices;
import dev.gemba.kanban.plugin.Plugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says so when tasks wait for each other in a circle, because then none of them can be done. */
public final class DependencyCycles implements Plugin {
  private final Notices notices;

  // Guarded by this: a change to one task can open or close a circle through any other.
  private final Map<TaskId, List<TaskId>> dependencies = new HashMap<>();
  private final Set<TaskId> noticed = new HashSet<>();

  public DependencyCycles(Notices notices) {
    this.notices = notices;
  }

  @Override
  public String name() {
    return "dependency-cycles";
  }

  @Override
  public synchronized void onStarted(Event.Started event) {
    event.tasks().forEach(this::learn);
    event.tasks().forEach(task -> check(task.id()));
  }

  @Override
  public synchronized void onTaskCreated(Event.TaskCreated event) {
    learn(event.task());
    check(event.task().id());
  }

  @Override
  public synchronized void onTaskUpdated(Event.TaskUpdated event) {
    if (event.before().dependencies().equals(event.task().dependencies())) {
      return;
    }
    learn(event.task());
    check(event.task().id());
    List.copyOf(noticed).forEach(this::check);
  }

  @Override
  public synchronized void onTaskDeleted(Event.TaskDeleted event) {
    dependencies.remove(event.task().id());
    List.copyOf(noticed).forEach(this::check);
  }

  private void learn(Task task) {
    dependencies.put(task.id(), task.dependencies());
  }

  private void check(TaskId id) {
    List<TaskId> circle = circleThrough(id);
    if (circle.isEmpty()) {
      if (noticed.remove(id)) {
        notices.remove(name(), id);
      }
      return;
    }
    String path = describe(circle);
    for (TaskId member : circle) {
      noticed.add(member);
      notices.put(name(), member, "waits for itself: " + path);
    }
  }

  /** The circle from its lowest id round to it, so that it reads the same from every member. */
  private static String describe(List<TaskId> circle) {
    List<TaskId> round = new ArrayList<>(circle);
    Collections.rotate(round, -round.indexOf(Collections.min(round)));
    round.add(round.get(0));
    return round.stream().map(TaskId::value).collect(Collectors.joining(" -> "));
  }

  /** The shortest circle through a task, found breadth first; empty if there is none. */
  private List<TaskId> circleThrough(TaskId start) {
    Map<TaskId, TaskId> reachedFrom = new HashMap<>();
    Deque<TaskId> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      TaskId task = open.remove();
      for (TaskId next : dependencies.getOrDefault(task, List.of())) {
        if (next.equals(start)) {
          return path(start, task, reachedFrom);
        }
        if (reachedFrom.putIfAbsent(next, task) == null) {
          open.add(next);
        }
      }
    }
    return List.of();
  }

  private static List<TaskId> path(TaskId start, TaskId end, Map<TaskId, TaskId> reachedFrom) {
    List<TaskId> path = new ArrayList<>(List.of(start));
    for (TaskId task = end; !task.equals(start); task = reachedFrom.get(task)) {
      path.add(task);
    }
    Collections.reverse(path.subList(1, path.size()));
    return path;
  }
}
