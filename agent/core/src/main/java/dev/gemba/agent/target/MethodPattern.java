package dev.gemba.agent.target;

/**
 * Stands in for the pattern language until it is merged; refuses only what is plainly no pattern.
 */
public record MethodPattern(String text) {

  /**
   * Reads a pattern.
   *
   * @throws PatternException if the text is no pattern
   */
  public static MethodPattern parse(String text) {
    if (text.isBlank() || (text.indexOf('.') < 0 && !text.startsWith("@"))) {
      throw new PatternException("it names no method");
    }
    return new MethodPattern(text);
  }

  /**
   * Reads an exclusion.
   *
   * @throws PatternException if the text is no pattern
   */
  public static MethodPattern parseExclusion(String text) {
    if (text.isBlank()) {
      throw new PatternException("it names no type");
    }
    return new MethodPattern(text);
  }
}
