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
  private final Map<String, Integer> byHand = new ConcurrentHashMap<>();

  /**
   * Levels that operations are kept to, whatever their targets say, but not what was set by hand.
   */
  private volatile Map<String, Integer> held = Map.of();

  /** Operations whose values are not captured, whatever their targets say. */
  private volatile Set<String> withoutValues = Set.of();

  ProbeAim(ModuleOpener opener) {
    this.opener = opener;
  }

  void aim(Probe probe, Target target) {
    String declaring = OperationName.simpleName(probe.className);
    String method = shownName(probe.methodName);
    probe.aim(
        levelOf(operationOf(probe, target), target),
        Series.of(target.operation().resolve(declaring, method, declaring)),
        captures(probe.className, probe.methodName, target)
            ? TargetCapture.of(target, declaring, method, opener)
            : null);
  }

  /** Whether the code of a method has to hand over arguments and results. */
  boolean captures(String className, String methodName, Target target) {
    if (!TargetCapture.isNeededBy(target)) {
      return false;
    }
    String operation = operationOf(className, methodName, target);
    return !hasDispensableValues(target)
        || !withoutValues.contains(operation)
        || isByHand(operation);
  }

  /** Whether calls are captured for their values, and could be recorded without. */
  static boolean hasDispensableValues(Target target) {
    return TargetCapture.isNeededBy(target) && !target.operation().perType();
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
    if (held.isEmpty()) {
      return false;
    }
    String operation = operationOf(className, methodName, target);
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
   * @param level of {@link Probe}; null to give it back
   */
  void setByHand(String operation, Integer level) {
    if (level == null) {
      byHand.remove(operation);
    } else {
      byHand.put(operation, level);
    }
  }

  /** Levels set by hand, by operation. */
  Map<String, Integer> byHand() {
    return new TreeMap<>(byHand);
  }

  private int levelOf(String operation, Target target) {
    int wanted = wanted(operation, target);
    return isByHand(operation) ? wanted : Math.min(wanted, held.getOrDefault(operation, wanted));
  }

  /** The level at which an operation would be recorded if nothing held it. */
  int wanted(String operation, Target target) {
    Integer level = byHand.get(operation);
    return level != null ? level : levelOf(target.capture());
  }

  boolean isByHand(String operation) {
    return byHand.containsKey(operation);
  }

  /**
   * Holds operations to these levels at most, and no others. Probes have to be aimed again for it.
   *
   * @param valueless operations whose values are not captured
   * @return the operations that this may change
   */
  Set<String> hold(Map<String, Integer> levels, Set<String> valueless) {
    Map<String, Integer> before = held;
    Set<String> valuelessBefore = withoutValues;
    held = Map.copyOf(levels);
    withoutValues = Set.copyOf(valueless);
    Set<String> changed = new HashSet<>(before.keySet());
    changed.addAll(levels.keySet());
    changed.addAll(valuelessBefore);
    changed.addAll(valueless);
    changed.removeIf(
        operation ->
            Objects.equals(before.get(operation), levels.get(operation))
                && valuelessBefore.contains(operation) == valueless.contains(operation));
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
