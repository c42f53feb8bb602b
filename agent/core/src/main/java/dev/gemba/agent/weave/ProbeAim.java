package dev.gemba.agent.weave;

import dev.gemba.agent.capture.FutureGuide;
import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.Publishers;
import dev.gemba.agent.capture.TargetCapture;
import dev.gemba.agent.config.OperationName;
import dev.gemba.agent.config.PackRole;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.trace.Guides;
import dev.gemba.bootstrap.Capture;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Series;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
  private final Guides guides;
  private final Publishers publishers = new Publishers();
  private final Map<String, Integer> byHand = new ConcurrentHashMap<>();

  /**
   * Levels that operations are kept to, whatever their targets say, but not what was set by hand.
   */
  private volatile Map<String, Integer> held = Map.of();

  /** Operations whose values are not captured, whatever their targets say. */
  private volatile Set<String> withoutValues = Set.of();

  /** Operations whose methods are not woven, although they are meant. */
  private volatile Set<String> unwoven = Set.of();

  private volatile Map<String, Instant> darkSince = Map.of();

  /** No probe records above this, whoever wants it. */
  private volatile int ceiling = Probe.SPAN;

  ProbeAim(ModuleOpener opener, Guides guides) {
    this.opener = opener;
    this.guides = guides;
  }

  void aim(Probe probe, Target target) {
    String declaring = OperationName.simpleName(probe.className);
    String method = shownName(probe.methodName);
    int highest = ceiling;
    probe.promise(target.budget().slowestNanos());
    probe.aim(
        Math.min(highest, levelOf(operationOf(probe, target), target)),
        Series.of(target.operation().resolve(declaring, method, declaring)),
        capture(probe, target, declaring, method));
  }

  private Capture capture(Probe probe, Target target, String declaring, String method) {
    if (target.role().isOfPack()) {
      return guides.of(target);
    }
    TargetCapture values =
        ceiling < Probe.SPAN || areValuesHeld(operationOf(probe, target), target)
            ? null
            : TargetCapture.of(target, declaring, method, opener);
    return target.untilDone() ? new FutureGuide(values, publishers) : values;
  }

  /** What becomes of the arguments and results of a target's methods. */
  static ClassWeaver.Values valuesOf(Target target) {
    if (!target.role().exchange().isEmpty()) {
      return ClassWeaver.Values.EXCHANGED;
    }
    PackRole.Counted counted = target.role().counted();
    if (counted != PackRole.Counted.NO) {
      return counted == PackRole.Counted.ONE
          ? ClassWeaver.Values.COUNTED
          : ClassWeaver.Values.NUMBERED;
    }
    if (target.untilDone()) {
      return ClassWeaver.Values.LASTING;
    }
    if (!target.role().carrier().isEmpty()) {
      return ClassWeaver.Values.CARRYING;
    }
    if (target.role().isOfPack()) {
      return ClassWeaver.Values.GUIDED;
    }
    return TargetCapture.isNeededBy(target)
        ? ClassWeaver.Values.CAPTURED
        : ClassWeaver.Values.UNSEEN;
  }

  /**
   * Records nothing above a level, and captures no values under {@link Probe#SPAN}; that is the one
   * that limits nothing. Probes have to be aimed again for it.
   */
  void limit(int level) {
    ceiling = level;
  }

  private boolean areValuesHeld(String operation, Target target) {
    return hasDispensableValues(target)
        && withoutValues.contains(operation)
        && !isByHand(operation);
  }

  /** Whether calls are captured for their values, and could be recorded without. */
  static boolean hasDispensableValues(Target target) {
    return TargetCapture.isNeededBy(target)
        && !target.operation().perType()
        && !target.role().isOfPack();
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
    if (unwoven.isEmpty() && byHand.isEmpty()) {
      return false;
    }
    String operation = operationOf(className, methodName, target);
    return isByHand(operation) ? isOffByHand(operation) : unwoven.contains(operation);
  }

  /** Since when nothing of an operation is recorded, as it is held; null if something is. */
  Instant darkSince(String operation) {
    return isByHand(operation) ? null : darkSince.get(operation);
  }

  /** Whether a method's calls come under an operation, for receivers of some class at least. */
  boolean isOperationOf(String operation, Probe probe, Target target) {
    if (target.role().isOfPack()) {
      return guides.isOperationOf(operation, target);
    }
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
   * @param level of {@link Probe}, or {@link Weaver#OFF}; null to give it back
   */
  void setByHand(String operation, Integer level) {
    if (level == null) {
      byHand.remove(operation);
    } else {
      byHand.put(operation, level);
    }
  }

  /** Whether an operation is not recorded at all, by hand. */
  boolean isOffByHand(String operation) {
    Integer level = byHand.get(operation);
    return level != null && level == Weaver.OFF;
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
    return level != null ? Math.max(Probe.DARK, level) : levelOf(target.capture());
  }

  boolean isByHand(String operation) {
    return byHand.containsKey(operation) || isOffByHand(operation);
  }

  /**
   * Holds operations to these levels at most, and no others. Probes have to be aimed again for it.
   *
   * @param valueless operations whose values are not captured
   * @param off operations whose methods are not woven
   * @return the operations that this may change
   */
  Set<String> hold(Map<String, Integer> levels, Set<String> valueless, Set<String> off) {
    Map<String, Integer> levelsBefore = held;
    Set<String> valuelessBefore = withoutValues;
    Set<String> offBefore = unwoven;
    Map<String, Instant> since = new HashMap<>();
    levels.forEach(
        (operation, level) -> {
          if (level == Probe.DARK) {
            since.put(operation, darkSince.getOrDefault(operation, Instant.now()));
          }
        });
    held = Map.copyOf(levels);
    withoutValues = Set.copyOf(valueless);
    unwoven = Set.copyOf(off);
    darkSince = Map.copyOf(since);
    Set<String> changed = new HashSet<>(levelsBefore.keySet());
    List.of(levels.keySet(), valuelessBefore, valueless, offBefore, off).forEach(changed::addAll);
    changed.removeIf(
        operation ->
            Objects.equals(levelsBefore.get(operation), levels.get(operation))
                && valuelessBefore.contains(operation) == valueless.contains(operation)
                && offBefore.contains(operation) == off.contains(operation));
    return changed;
  }

  private static int levelOf(dev.gemba.agent.config.Capture capture) {
    return switch (capture) {
      case COUNT -> Probe.COUNT;
      case TIMING -> Probe.TIMING;
      case SPAN -> Probe.SPAN;
    };
  }
}
