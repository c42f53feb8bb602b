package dev.gemba.agent.target;

import java.util.List;

/**
 * One target as the matcher sees it. Immutable.
 *
 * @param index which target it is; the matcher only hands it back
 * @param methods a method is named if one of these names it
 * @param exclude what this rule leaves out; other rules may still take it
 */
public record TargetRule(int index, List<MethodPattern> methods, List<Exclusion> exclude) {
  /** Copies the lists. */
  public TargetRule {
    methods = List.copyOf(methods);
    exclude = List.copyOf(exclude);
  }
}
