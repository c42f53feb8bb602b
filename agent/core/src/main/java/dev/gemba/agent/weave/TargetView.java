package dev.gemba.agent.weave;

import dev.gemba.agent.config.Target;
import java.util.List;

/**
 * What has become of a target. Immutable.
 *
 * @param index from 0, in the order of the config
 * @param woven its methods
 * @param unmet for each of its patterns that meets nothing, why; empty if the target has met
 *     something
 */
public record TargetView(int index, Target target, List<MethodView> woven, List<String> unmet) {

  public TargetView {
    woven = List.copyOf(woven);
    unmet = List.copyOf(unmet);
  }

  /**
   * A woven method.
   *
   * @param loaders how many class loaders have the class
   * @param level of {@link dev.gemba.bootstrap.Probe}
   * @param growth of its code, by weaving
   * @param trouble what keeps it from being measured; null if nothing does
   */
  public record MethodView(
      String signature,
      int loaders,
      String operation,
      int level,
      CodeGrowth growth,
      String trouble) {}
}
