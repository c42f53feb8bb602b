package dev.gemba.agent.weave;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.TargetCapture;
import dev.gemba.agent.config.Capture;
import dev.gemba.agent.config.OperationName;
import dev.gemba.agent.config.Target;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Series;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Aims probes as their target says, or as was said by hand for their operation since. None of it
 * touches bytecode. Safe for use by many threads.
 */
final class ProbeAim {

  private final ModuleOpener opener;
  private final Map<String, Capture> byHand = new ConcurrentHashMap<>();

  ProbeAim(ModuleOpener opener) {
    this.opener = opener;
  }

  void aim(Probe probe, Target target) {
    String declaring = OperationName.simpleName(probe.className);
    String method = shownName(probe);
    Capture level = byHand.getOrDefault(operationOf(probe, target), target.capture());
    probe.aim(
        levelOf(level),
        Series.of(target.operation().resolve(declaring, method, declaring)),
        TargetCapture.of(target, declaring, method, opener));
  }

  /**
   * The operation of a method under a target; <code>{type}</code> stands in it if it depends on the
   * receiver.
   */
  static String operationOf(Probe probe, Target target) {
    return target.operation().resolve(OperationName.simpleName(probe.className), shownName(probe));
  }

  /** Whether a method's calls come under an operation, for receivers of some class at least. */
  boolean isOperationOf(String operation, Probe probe, Target target) {
    return target
        .operation()
        .mayBecome(operation, OperationName.simpleName(probe.className), shownName(probe));
  }

  private static String shownName(Probe probe) {
    return probe.methodName.equals("<init>") ? "new" : probe.methodName;
  }

  /**
   * Sets the level of an operation, whatever its targets say, until it is given back to them.
   *
   * @param level null to give it back
   */
  void setByHand(String operation, Capture level) {
    if (level == null) {
      byHand.remove(operation);
    } else {
      byHand.put(operation, level);
    }
  }

  /** Levels set by hand, by operation. */
  Map<String, Capture> byHand() {
    return new TreeMap<>(byHand);
  }

  private static int levelOf(Capture capture) {
    return switch (capture) {
      case COUNT -> Probe.COUNT;
      case TIMING -> Probe.TIMING;
      case SPAN -> Probe.SPAN;
    };
  }
}
