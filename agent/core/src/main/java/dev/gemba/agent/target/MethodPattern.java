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
    if (text.isBlank() || (text.indexOf('.') < 0 && text.indexOf(':') < 0)) {
      throw new PatternException(text, 1, "the end", "a type is expected here");
    }
    return new MethodPattern(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
