package dev.gemba.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A read-only way from a call to a value: a root, then fields, properties and calls without
 * arguments, or with one text.
 *
 * @param root where the way begins
 * @param argument index of the argument, from 0; -1 if the root is none
 * @param steps from the root on; empty if the root itself is the value
 */
public record ValuePath(Root root, int argument, List<Step> steps) {

  /** Where a path begins. */
  public enum Root {
    /** An argument of the call, as it was on entry. */
    ARGUMENT,
    /** The receiver; null in a static method. */
    THIS,
    /** The returned value; known on normal exit only. */
    RETURN
  }

  /**
   * One step of a path.
   *
   * @param name of a field, record component, property or method
   * @param call true for {@code name()}: a method of exactly that name
   * @param text what the method is called with; null if with nothing
   */
  public record Step(String name, boolean call, String text) {

    /** A step that takes nothing along. */
    public Step(String name, boolean call) {
      this(name, call, null);
    }

    @Override
    public String toString() {
      return !call ? name : text == null ? name + "()" : name + "(\"" + text + "\")";
    }
  }

  /** What {@link #parse} takes, for messages. */
  static final String ACCEPTED =
      "a path from arg0, this or return, such as arg0.name, this.id or return.size()";

  /** The JVM's limit on parameters is 255 (JVMS 4.3.3). */
  private static final int LAST_ARGUMENT = 254;

  public ValuePath {
    steps = List.copyOf(steps);
    if ((root == Root.ARGUMENT) != (argument >= 0) || argument > LAST_ARGUMENT) {
      throw new IllegalArgumentException("argument is " + argument + " at root " + root);
    }
  }

  /**
   * Reads a path such as {@code arg0.owner.name()}.
   *
   * @throws IllegalArgumentException if the text is no path; the message tells the column
   */
  public static ValuePath parse(String text) {
    int end = nameEnd(text, 0);
    String first = text.substring(0, end);
    List<Step> steps = steps(text, end);
    if (first.equals("this")) {
      return new ValuePath(Root.THIS, -1, steps);
    }
    if (first.equals("return")) {
      return new ValuePath(Root.RETURN, -1, steps);
    }
    return new ValuePath(Root.ARGUMENT, argument(first), steps);
  }

  /** The path as it is written in a config; {@link #parse} reads it back. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    switch (root) {
      case ARGUMENT -> text.append("arg").append(argument);
      case THIS -> text.append("this");
      case RETURN -> text.append("return");
    }
    for (Step step : steps) {
      text.append('.').append(step);
    }
    return text.toString();
  }

  private static int argument(String root) {
    boolean numbered = root.startsWith("arg") && root.length() > 3 && root.length() <= 6;
    for (int i = 3; numbered && i < root.length(); i++) {
      numbered = root.charAt(i) >= '0' && root.charAt(i) <= '9';
    }
    if (!numbered) {
      throw wrong(0, "is none of arg0, arg1 …, this, return");
    }
    int argument = Integer.parseInt(root.substring(3));
    if (argument > LAST_ARGUMENT) {
      throw wrong(0, "is beyond arg" + LAST_ARGUMENT);
    }
    return argument;
  }

  private static List<Step> steps(String text, int from) {
    List<Step> steps = new ArrayList<>();
    int at = from;
    while (at < text.length()) {
      if (text.charAt(at) != '.') {
        throw wrong(at, "is no dot");
      }
      int nameEnd = nameEnd(text, at + 1);
      String name = text.substring(at + 1, nameEnd);
      at = nameEnd;
      boolean call = at < text.length() && text.charAt(at) == '(';
      String argument = null;
      if (call && text.startsWith("(\"", at)) {
        int end = text.indexOf("\")", at + 2);
        if (end < 0) {
          throw wrong(at + 1, "begins a text that no \") ends");
        }
        argument = text.substring(at + 2, end);
        at = end + 2;
      } else if (call) {
        if (!text.startsWith("()", at)) {
          throw wrong(at + 1, "is no closing bracket: a call takes nothing, or a text in quotes");
        }
        at += 2;
      }
      steps.add(new Step(name, call, argument));
    }
    return steps;
  }

  private static int nameEnd(String text, int from) {
    if (from >= text.length() || !Character.isJavaIdentifierStart(text.charAt(from))) {
      throw wrong(from, "begins no name");
    }
    int end = from + 1;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static IllegalArgumentException wrong(int index, String what) {
    return new IllegalArgumentException("column " + (index + 1) + " " + what);
  }
}
