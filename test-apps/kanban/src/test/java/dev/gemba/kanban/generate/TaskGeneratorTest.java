package dev.gemba.kanban.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.kanban.model.Status;
import dev.gemba.kanban.model.Task;
import dev.gemba.kanban.model.TaskId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGeneratorTest {
  @Test
  void theSameSeedMakesTheSameTasks() {
    List<Task> tasks = new TaskGenerator(7).tasks(50);

    assertThat(new TaskGenerator(7).tasks(50)).isEqualTo(tasks);
    assertThat(new TaskGenerator(7).tasks(20)).isEqualTo(tasks.subList(0, 20));
    assertThat(new TaskGenerator(8).tasks(50)).isNotEqualTo(tasks);
  }

  @Test
  void dependenciesPointBackwardsSoThatThereIsNoCircle() {
    assertThat(new TaskGenerator(1).tasks(500))
        .allSatisfy(
            task ->
                assertThat(task.dependencies()).allMatch(other -> other.compareTo(task.id()) < 0))
        .anyMatch(task -> !task.dependencies().isEmpty());
  }

  @Test
  void everyStatusOccursAndDoneTasksSayWhen() {
    List<Task> tasks = new TaskGenerator(1).tasks(500);

    assertThat(tasks).extracting(Task::status).contains(Status.values());
    assertThat(tasks)
        .allMatch(task -> (task.completed() != null) == (task.status() == Status.DONE));
    assertThat(tasks.get(499).id()).isEqualTo(TaskId.of(500));
  }
}
