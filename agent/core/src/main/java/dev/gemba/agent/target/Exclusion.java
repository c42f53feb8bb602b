package dev.gemba.agent.target;

/**
 * What a target leaves out: types ({@code com.acme.plugin.internal..*}), with all of their methods
 * and constructors, or methods ({@code com.acme..*.get*}, {@code @com.acme.Unmeasured *}).
 * Immutable.
 *
 * @param types the types left out; null if it is about methods
 * @param methods the methods left out; null if it is about types
 */
public record Exclusion(TypePattern types, MethodPattern methods) {
  /** Exactly one of the two must be given. */
  public Exclusion {
    if ((types == null) == (methods == null)) {
      throw new IllegalArgumentException("an exclusion is about types or about methods");
    }
  }

  /**
   * Reads one exclusion. Where a text could name types or methods ({@code com.acme.*Service}), it
   * names types.
   *
   * @throws PatternException if the text is neither
   */
  public static Exclusion parse(String text) {
    return new PatternParser(text).parseExclusion();
  }

  boolean covers(Subject subject, MethodFacts method) {
    if (types != null) {
      return types.matches(subject);
    }
    return methods.matches(subject, method) && methods.type().matches(subject);
  }

  /** Canonical text, which {@link #parse} reads as an equal exclusion. */
  @Override
  public String toString() {
    if (types == null) {
      return methods.toString();
    }
    String plain = types.toString();
    // Types that are named like methods need their parentheses, or they would be read as such.
    return namesTypes(plain) ? plain : "(" + plain + ")";
  }

  private static boolean namesTypes(String text) {
    try {
      return parse(text).types != null;
    } catch (PatternException ambiguous) {
      return false;
    }
  }
}
