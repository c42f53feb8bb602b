package dev.gemba.agent;

import dev.gemba.agent.govern.Levels;
import dev.gemba.agent.weave.WovenView;
import dev.gemba.bootstrap.Probe;
import java.util.Map;

/** The capture levels of operations as they are now. For one thread, for a moment. */
final class OperationLevels {

  private static final String MIXED = "mixed";

  /** Of what the application records itself, which has no level. */
  private static final String NONE = "-";

  private final WovenView woven;
  private final Map<String, Integer> byOperation;

  OperationLevels(WovenView woven) {
    this.woven = woven;
    this.byOperation = woven.levels();
  }

  String nameOf(String operation) {
    int level = levelOf(operation);
    return level == WovenView.UNKNOWN
        ? NONE
        : level == WovenView.MIXED ? MIXED : Levels.nameOf(level);
  }

  /** As a price: what is not known or mixed is taken for the usual. */
  int numberOf(String operation) {
    int level = levelOf(operation);
    return level == WovenView.UNKNOWN || level == WovenView.MIXED ? Probe.TIMING : level;
  }

  private int levelOf(String operation) {
    Integer level = byOperation.get(operation);
    return level != null ? level : woven.levelOf(operation);
  }
}
