package dev.gemba.agent.weave;

/**
 * How many bytes of code a method had and has now. Immutable.
 *
 * @param before as it was handed to Gemba
 * @param after the same if it is not woven
 */
public record CodeGrowth(int before, int after) {

  /** The larger one, for a method that several class loaders have, perhaps of different builds. */
  static CodeGrowth larger(CodeGrowth one, CodeGrowth other) {
    return one.after >= other.after ? one : other;
  }
}
