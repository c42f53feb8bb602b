package dev.gemba.kanban.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a board, such as {@code platform}; like {@link TaskId} it is safe as a file name. */
public record BoardId(@JsonValue String value) {
  /** What an id looks like. */
  public static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /** The board that always exists and shows every task. */
  public static final BoardId MAIN = new BoardId("main");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if {@code value} is not of the {@link #FORM}
   */
  @JsonCreator
  public BoardId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + value + "' is not a board id such as main");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
