package dev.gemba.agent.weave;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.TargetCapture;
import dev.gemba.agent.config.Capture;
import dev.gemba.agent.config.OperationName;
import dev.gemba.agent.config.Target;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Series;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Aims probes as their target says, or as was said by hand for their operation since. None of it
 * touches bytecode. Safe for use by many threads.
 */
final class ProbeAim {

  private final ModuleOpener opener;
  private final Map<String, Capture> byHand = new ConcurrentHashMap<>();

  /**
   * Levels that operations are kept to, whatever their targets say, but not what was set by hand.
   */
  private volatile Map<String, Integer> held = Map.of();

  /** Operations that were switched off by hand. */
  private final Set<String> offByHand = ConcurrentHashMap.newKeySet();

  /** No probe records above this, whoever wants it. */
  private volatile int ceiling = Probe.SPAN;

  ProbeAim(ModuleOpener opener) {
    this.opener = opener;
  }

  void aim(Probe probe, Target target) {
    String declaring = OperationName.simpleName(probe.className);
    String method = shownName(probe.methodName);
    int highest = ceiling;
    probe.aim(
        Math.min(highest, levelOf(operationOf(probe, target), target)),
        Series.of(target.operation().resolve(declaring, method, declaring)),
        highest < Probe.SPAN ? null : TargetCapture.of(target, declaring, method, opener));
  }

  /**
   * Records nothing above a level, and captures no values under {@link Probe#SPAN}; that is the one
   * that limits nothing. Probes have to be aimed again for it.
   */
  void limit(int level) {
    ceiling = level;
  }

  /**
   * The operation of a method under a target; <code>{type}</code> stands in it if it depends on the
   * receiver.
   */
  static String operationOf(Probe probe, Target target) {
    return operationOf(probe.className, probe.methodName, target);
  }

  private static String operationOf(String className, String methodName, Target target) {
    return target.operation().resolve(OperationName.simpleName(className), shownName(methodName));
  }

  /** Whether methods are not to be woven for now, as their operation is held off. */
  boolean isOff(String className, String methodName, Target target) {
    if (held.isEmpty() && offByHand.isEmpty()) {
      return false;
    }
    String operation = operationOf(className, methodName, target);
    if (isOffByHand(operation)) {
      return true;
    }
    return !isByHand(operation) && held.getOrDefault(operation, Probe.COUNT) == Probe.DARK;
  }

  /** Whether a method's calls come under an operation, for receivers of some class at least. */
  boolean isOperationOf(String operation, Probe probe, Target target) {
    return target
        .operation()
        .mayBecome(
            operation, OperationName.simpleName(probe.className), shownName(probe.methodName));
  }

  private static String shownName(String methodName) {
    return methodName.equals("<init>") ? "new" : methodName;
  }

  /**
   * Sets the level of an operation, whatever its targets say, until it is given back to them.
   *
   * @param level null to give it back
   */
  void setByHand(String operation, Capture level) {
    offByHand.remove(operation);
    if (level == null) {
      byHand.remove(operation);
    } else {
      byHand.put(operation, level);
    }
  }

  /** Has an operation not recorded at all, likewise. */
  void setOffByHand(String operation) {
    byHand.remove(operation);
    offByHand.add(operation);
  }

  boolean isOffByHand(String operation) {
    return offByHand.contains(operation);
  }

  /** Operations that were switched off by hand. */
  Set<String> offByHand() {
    return Set.copyOf(offByHand);
  }

  /** Levels set by hand, by operation. */
  Map<String, Capture> byHand() {
    return new TreeMap<>(byHand);
  }

  private int levelOf(String operation, Target target) {
    int wanted = wanted(operation, target);
    return isByHand(operation) ? wanted : Math.min(wanted, held.getOrDefault(operation, wanted));
  }

  /** The level at which an operation would be recorded if nothing held it. */
  int wanted(String operation, Target target) {
    return isOffByHand(operation)
        ? Probe.DARK
        : levelOf(byHand.getOrDefault(operation, target.capture()));
  }

  boolean isByHand(String operation) {
    return byHand.containsKey(operation) || isOffByHand(operation);
  }

  /**
   * Holds operations to these levels at most, and no others. Probes have to be aimed again for it.
   *
   * @return the operations whose level this may change
   */
  Set<String> hold(Map<String, Integer> levels) {
    Map<String, Integer> before = held;
    held = Map.copyOf(levels);
    Set<String> changed = new HashSet<>(before.keySet());
    changed.addAll(levels.keySet());
    changed.removeIf(operation -> Objects.equals(before.get(operation), levels.get(operation)));
    return changed;
  }

  private static int levelOf(Capture capture) {
    return switch (capture) {
      case COUNT -> Probe.COUNT;
      case TIMING -> Probe.TIMING;
      case SPAN -> Probe.SPAN;
    };
  }
}
