package dev.gemba.agent.target;

import java.util.List;

/**
 * What the rules take of one class, and what they name but leave. Immutable.
 *
 * @param className internal name
 * @param taken the methods to weave, in the order of the class file
 * @param skipped methods that a rule names and none takes, in the order of the class file
 * @param unresolved internal names of supertypes and annotation types that were asked about and
 *     could not be read: a {@code +} or a meta-annotation beyond them was taken not to match
 * @param never why the class is never woven whatever the rules say; null if it may be
 */
public record ClassMatch(
    String className,
    List<Taken> taken,
    List<Skipped> skipped,
    List<String> unresolved,
    String never) {
  /** Copies the lists. */
  public ClassMatch {
    taken = List.copyOf(taken);
    skipped = List.copyOf(skipped);
    unresolved = List.copyOf(unresolved);
  }

  /** Whether there is nothing to weave. */
  public boolean isEmpty() {
    return taken.isEmpty();
  }

  /**
   * A method to weave.
   *
   * @param rule index of the first rule in order that takes it
   */
  public record Taken(MethodFacts method, int rule) {}

  /**
   * A method that is named but not woven.
   *
   * @param rule index of the first rule in order that names it; the reason is that rule's
   */
  public record Skipped(MethodFacts method, int rule, Reason reason) {}

  /** Why a method that is named is not woven. */
  public enum Reason {
    /** The rule's own exclusions cover it. */
    EXCLUDED("excluded by the target"),
    /** It has no code to weave. */
    ABSTRACT("abstract"),
    /** It has no bytecode to weave. */
    NATIVE("native"),
    /** It only returns or sets a field, and the pattern says no more than {@code *}. */
    ACCESSOR("a getter or setter, which a lone * leaves out"),
    /** The compiler made it, and the pattern does not spell its name. */
    SYNTHETIC("made by the compiler"),
    /** It only calls the method of the same name, so each call would count twice. */
    BRIDGE("a bridge, which only calls the method that it stands for");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** For people to read. */
    public String text() {
      return text;
    }
  }
}
