package dev.gemba.agent.weave;

import dev.gemba.agent.config.Capture;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.target.ClassFacts;
import dev.gemba.agent.target.ClassMatch;
import dev.gemba.agent.target.NameFilter;
import dev.gemba.agent.target.TargetMatcher;
import dev.gemba.agent.target.TargetRule;
import dev.gemba.agent.target.TypeHierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The targets of one config: which methods they mean. A new config makes a new aim. Safe for use by
 * many threads; changes only in what it remembers to have met.
 */
final class Aim {

  /** Means nothing. */
  static final Aim NONE = new Aim(List.of());

  private final List<Target> targets;
  private final List<TargetRule> rules;
  private final int written;
  private final NameFilter names;
  private final NameFilter measuredNames;
  private final TargetMatcher matcher;
  private final AtomicIntegerArray met;

  private Aim(List<Target> targets) {
    this.targets = targets;
    this.met = new AtomicIntegerArray(targets.size());
    List<TargetRule> all = new ArrayList<>();
    List<TargetRule> builtIn = new ArrayList<>();
    List<TargetRule> others = new ArrayList<>();
    int own = 0;
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      boolean patient = target.role().isOfPack();
      TargetRule rule = new TargetRule(i, target.methods(), target.exclude(), patient);
      all.add(rule);
      (isMeasured(target) ? builtIn : others).add(rule);
      own += isBuiltIn(target) ? 0 : 1;
    }
    this.rules = List.copyOf(all);
    this.written = own;
    this.names = NameFilter.of(others);
    this.measuredNames = NameFilter.of(builtIn);
    this.matcher = TargetMatcher.of(all);
  }

  static Aim of(List<Target> targets) {
    return new Aim(List.copyOf(targets));
  }

  Target target(int index) {
    return targets.get(index);
  }

  List<Target> targets() {
    return targets;
  }

  List<TargetRule> rules() {
    return rules;
  }

  /** How many targets there are besides the built-in ones. */
  int written() {
    return written;
  }

  /** Whether a target is a pack's or the one that every config ends with, and not the user's. */
  static boolean isBuiltIn(Target target) {
    return target.role().isOfPack() || isMeasured(target);
  }

  static boolean isMeasured(Target target) {
    return target.methods().equals(List.of(MeasuredLoaders.PATTERN));
  }

  /**
   * Whether a loaded class is worth a look. The built-in target, {@code @Measured}, could be on any
   * class, but only where the annotation itself can be had: so other loaders are spared the look.
   * For Gemba's own threads.
   */
  boolean wants(String internalName, ClassLoader loader, MeasuredLoaders measured) {
    return names.mayMatch(internalName)
        || (measuredNames.mayMatch(internalName) && measured.mayCarry(loader));
  }

  /** As {@link #wants(String, ClassLoader, MeasuredLoaders)}, of a class that is being loaded. */
  boolean wants(
      String internalName, ClassLoader loader, byte[] classFile, MeasuredLoaders measured) {
    return names.mayMatch(internalName, classFile)
        || (measuredNames.mayMatch(internalName)
            && measured.mayCarry(loader, classFile, System.nanoTime()));
  }

  /** Looks out for subtypes of what is loaded already; other types are noticed when they come. */
  void expect(Class<?>[] loaded) {
    if (names.awaitsTypes()) {
      for (Class<?> type : loaded) {
        boolean ignored = names.mayMatch(type.getName().replace('.', '/'));
      }
    }
  }

  /** Internal names of types whose subtypes are meant, and that have come by so far: a view. */
  Set<String> metTypes() {
    return names.metTypes();
  }

  /** Whether any class of the JDK itself is worth a look. */
  boolean mayWantJdk() {
    return names.mayMatchJdk();
  }

  ClassMatch match(ClassFacts facts, TypeHierarchy hierarchy) {
    return matcher.match(facts, hierarchy);
  }

  /** Whether any target of the user's has spans; those of packs do once a library is there. */
  boolean recordsSpans() {
    for (Target target : targets) {
      if (target.capture() == Capture.SPAN && !target.role().isOfPack()) {
        return true;
      }
    }
    return false;
  }

  /** Counts one method that a target has met; how many it is now. */
  int meet(Target target) {
    int index = targets.indexOf(target);
    return index < 0 ? 0 : met.incrementAndGet(index);
  }

  /** The user's targets that have met no method so far: most often a name that is not right. */
  List<Target> unmet() {
    List<Target> unmet = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      if (met.get(i) == 0 && !isBuiltIn(targets.get(i))) {
        unmet.add(targets.get(i));
      }
    }
    return unmet;
  }
}
