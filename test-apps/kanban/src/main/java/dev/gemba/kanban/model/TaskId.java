package dev.gemba.kanban.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a task, such as {@code TASK-42}. It also names the task's file, so its form is what
 * keeps every path inside the data directory: no separator, no dot, no way out.
 */
public record TaskId(@JsonValue String value) implements Comparable<TaskId> {
  /** What an id looks like. */
  public static final Pattern FORM = Pattern.compile("TASK-[1-9][0-9]{0,8}");

  private static final int PREFIX_LENGTH = "TASK-".length();

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if {@code value} is not of the {@link #FORM}
   */
  @JsonCreator
  public TaskId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + value + "' is not a task id such as TASK-42");
    }
  }

  public static TaskId of(int number) {
    return new TaskId("TASK-" + number);
  }

  public int number() {
    return Integer.parseInt(value, PREFIX_LENGTH, value.length(), 10);
  }

  @Override
  public int compareTo(TaskId other) {
    return Integer.compare(number(), other.number());
  }

  @Override
  public String toString() {
    return value;
  }
}
