package dev.gemba.agent.target;

import java.util.List;

/** Stands in likewise. */
public final class OtelMethodsInclude {

  private OtelMethodsInclude() {}

  /**
   * Reads the value of the variable.
   *
   * @throws PatternException if it is no list of classes and methods
   */
  public static List<MethodPattern> parse(String text) {
    if (text.indexOf('[') < 1) {
      throw new PatternException(text, 1, "the end", "'[' and method names are expected");
    }
    return List.of(MethodPattern.parse("a.B." + text));
  }
}
