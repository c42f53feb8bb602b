package dev.gemba.agent.target;

import java.util.List;

/**
 * One target as the matcher sees it. Immutable.
 *
 * @param index which target it is; the matcher only hands it back
 * @param methods a method is named if one of these names it
 * @param exclude what this rule leaves out; other rules may still take it
 * @param patient whether subtypes of a type may be taken a moment late, so that they need not be
 *     looked for where the type itself is not there
 */
public record TargetRule(
    int index, List<MethodPattern> methods, List<Exclusion> exclude, boolean patient) {

  /** A rule that takes each method from its first call on. */
  public TargetRule(int index, List<MethodPattern> methods, List<Exclusion> exclude) {
    this(index, methods, exclude, false);
  }

  /** Copies the lists. */
  public TargetRule {
    methods = List.copyOf(methods);
    exclude = List.copyOf(exclude);
  }
}
