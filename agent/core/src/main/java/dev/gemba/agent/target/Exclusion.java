package dev.gemba.agent.target;

/** Stands in likewise. */
public record Exclusion(String text) {

  /**
   * Reads an exclusion.
   *
   * @throws PatternException if the text is no pattern
   */
  public static Exclusion parse(String text) {
    if (text.isBlank()) {
      throw new PatternException(text, 1, "the end", "a type is expected here");
    }
    return new Exclusion(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
