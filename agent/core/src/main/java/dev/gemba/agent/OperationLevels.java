package dev.gemba.agent;

import dev.gemba.agent.weave.Weaver;
import dev.gemba.bootstrap.Probe;
import java.util.List;
import java.util.Map;

/** The capture levels of operations as they are now. For one thread, for a moment. */
final class OperationLevels {

  private static final List<String> NAMES = List.of("dark", "count", "timing", "span");
  private static final String MIXED = "mixed";

  /** Of what the application records itself, which has no level. */
  private static final String NONE = "-";

  private final Weaver weaver;
  private final Map<String, Integer> byOperation;

  OperationLevels(Weaver weaver) {
    this.weaver = weaver;
    this.byOperation = weaver.levels();
  }

  String nameOf(String operation) {
    int level = levelOf(operation);
    return level == Weaver.UNKNOWN ? NONE : level == Weaver.MIXED ? MIXED : NAMES.get(level);
  }

  /** As a price: what is not known or mixed is taken for the usual. */
  int numberOf(String operation) {
    int level = levelOf(operation);
    return level == Weaver.UNKNOWN || level == Weaver.MIXED ? Probe.TIMING : level;
  }

  private int levelOf(String operation) {
    Integer level = byOperation.get(operation);
    return level != null ? level : weaver.levelOf(operation);
  }
}
