package dev.gemba.agent.target;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The methods that one line of a target names, in the language of the package description: {@code
 * com.acme..BoardService.load*(String, ..)}, {@code @com.acme.Hook *}, {@code com.acme.Foo::bar}.
 * Immutable.
 */
public final class MethodPattern {
  private final NameGlob annotation; // null if none is asked for
  private final TypePattern type;
  private final NameGlob name; // null for constructors
  private final ParameterPattern[] parameters; // null for any

  MethodPattern(
      NameGlob annotation, TypePattern type, NameGlob name, List<ParameterPattern> parameters) {
    this.annotation = annotation;
    this.type = type;
    this.name = name;
    boolean any = parameters == null || (parameters.size() == 1 && parameters.get(0).isRest());
    this.parameters = any ? null : parameters.toArray(new ParameterPattern[0]);
  }

  /**
   * Reads one pattern.
   *
   * @throws PatternException if the text is not one; its message says what was found, where, and
   *     what is accepted
   */
  public static MethodPattern parse(String text) {
    return new PatternParser(text).parseMethod();
  }

  NameGlob annotation() {
    return annotation;
  }

  TypePattern type() {
    return type;
  }

  /**
   * Whether the method is named, whatever else may speak against weaving it. Static initialisers
   * never are; constructors are by {@code new}, or by {@code *} if they carry the annotation.
   */
  boolean matches(Subject subject, MethodFacts method) {
    boolean named;
    if (method.isConstructor()) {
      named = name == null || (annotation != null && name.isAny());
    } else {
      named = name != null && !method.isStaticInitializer() && name.matches(method.name());
    }
    return named
        && ParameterPattern.matches(parameters, method.descriptor())
        && (annotation == null || subject.isAnnotated(method, annotation));
  }

  /** Whether the method is called as the pattern says, whatever its parameters and annotations. */
  boolean namesOf(MethodFacts method) {
    if (method.isConstructor()) {
      return name == null;
    }
    return name != null && !method.isStaticInitializer() && name.matches(method.name());
  }

  /** The method part alone. */
  String memberText() {
    return name == null ? "new" : name.toString();
  }

  /** Accessors are asked for by an annotation or by a method part that says more than {@code *}. */
  boolean takesAccessors() {
    return annotation != null || name == null || !name.isAny();
  }

  /** The compiler's own methods are asked for by a full name, or one that spells a {@code $}. */
  boolean takesSynthetic() {
    return name == null || name.isLiteral() || name.toString().indexOf('$') >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MethodPattern that
        && Objects.equals(annotation, that.annotation)
        && type.equals(that.type)
        && Objects.equals(name, that.name)
        && Arrays.equals(parameters, that.parameters);
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Canonical text, which {@link #parse} reads as an equal pattern. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (annotation != null) {
      text.append('@').append(annotation).append(' ');
      if (type.isAny() && name != null && name.isAny() && parameters == null) {
        return text.append('*').toString();
      }
    }
    text.append(type).append('.').append(name == null ? "new" : name.toString()).append('(');
    if (parameters == null) {
      text.append("..");
    } else {
      for (int i = 0; i < parameters.length; i++) {
        text.append(i == 0 ? "" : ", ").append(parameters[i]);
      }
    }
    return text.append(')').toString();
  }
}
