package dev.gemba.agent.target;

import java.util.Objects;

/**
 * The types that a pattern names: {@code com.acme..*Service}, {@code Plugin+}, {@code
 * (@com.acme.Service com.acme..*)}. Immutable.
 */
public final class TypePattern {
  static final TypePattern ANY = new TypePattern(null, NameGlob.ANY, false);

  private final NameGlob annotation; // null if none is asked for
  private final NameGlob name;
  private final boolean subtypes;

  TypePattern(NameGlob annotation, NameGlob name, boolean subtypes) {
    this.annotation = annotation;
    this.name = name;
    this.subtypes = subtypes && !name.isAny();
  }

  /**
   * Reads a pattern of types alone.
   *
   * @throws PatternException if the text is not one
   */
  public static TypePattern parse(String text) {
    return new PatternParser(text).parseType();
  }

  NameGlob annotation() {
    return annotation;
  }

  NameGlob name() {
    return name;
  }

  boolean subtypes() {
    return subtypes;
  }

  /** Whether every type is meant. */
  boolean isAny() {
    return annotation == null && name.isAny();
  }

  /** Whether a package is written out, which is what it takes to reach a class of the JDK. */
  boolean namesPackage() {
    return name.literalSegments() >= 2;
  }

  /** Whether the type is named, be it a class of the JDK or not. */
  boolean matches(Subject subject) {
    return (name.matches(subject.name()) || (subtypes && subject.hasSupertype(name)))
        && (annotation == null || subject.isAnnotated(annotation));
  }

  /** Whether the type is named as a place to weave: a class of the JDK only by its own package. */
  boolean aimsAt(Subject subject) {
    if (subject.isJdk() && !(namesPackage() && name.matches(subject.name()))) {
      return false;
    }
    return matches(subject);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypePattern that
        && Objects.equals(annotation, that.annotation)
        && name.equals(that.name)
        && subtypes == that.subtypes;
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Canonical text, which {@link #parse} reads as an equal pattern. */
  @Override
  public String toString() {
    String types = subtypes ? name + "+" : name.toString();
    return annotation == null ? types : "(@" + annotation + " " + types + ")";
  }
}
