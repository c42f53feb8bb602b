package dev.gemba.agent.weave;

import dev.gemba.agent.config.Target;
import dev.gemba.agent.target.ClassFacts;
import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.ClassMatch;
import dev.gemba.agent.target.MalformedClassException;
import dev.gemba.bootstrap.Probe;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Compares the loaded classes with what an aim wants of them: which need other bytecode, and what
 * becomes of the probes of the others. Class files are read where their loaders find them, so that
 * the JVM has to retransform only what really differs. For the weaver's thread.
 */
final class Sweep {

  /**
   * What there is to do.
   *
   * @param stale classes that need other bytecode, or whose class file cannot be had to tell
   * @param dark probes of methods that no target takes any more
   * @param kept methods that stay woven, with their targets now
   */
  record Findings(
      List<WeakReference<Class<?>>> stale, Set<Probe> dark, List<WovenClass.Method> kept) {}

  private final Aim aim;
  private final WeavingTransformer transformer;
  private final WovenClasses woven;
  private final ProbeAim probes;

  /** Classes that were dealt with: a class that is being loaded now turns up in a later sweep. */
  private final Set<Class<?>> seen = Collections.newSetFromMap(new WeakHashMap<>());

  Sweep(Aim aim, WeavingTransformer transformer, WovenClasses woven, ProbeAim probes) {
    this.aim = aim;
    this.transformer = transformer;
    this.woven = woven;
    this.probes = probes;
  }

  Aim aim() {
    return aim;
  }

  /** Goes through all classes that it has not seen yet. */
  Findings look(List<Class<?>> loaded) {
    List<WeakReference<Class<?>>> stale = new ArrayList<>();
    Set<Probe> dark = Collections.newSetFromMap(new IdentityHashMap<>());
    List<WovenClass.Method> kept = new ArrayList<>();
    for (Class<?> type : loaded) {
      ClassLoader loader = type.getClassLoader();
      String name = type.getName();
      WovenClass held = woven.get(loader, name);
      boolean wanted = transformer.wants(aim, type);
      if (transformer.isEmptyFacade(type)) {
        stale.add(new WeakReference<>(type));
      } else if ((held != null || wanted) && seen.add(type)) {
        Map<String, Integer> plan = wanted ? plan(name, loader) : Map.of();
        if (plan == null || !shapeOf(name, plan).equals(held == null ? Map.of() : held.shape())) {
          stale.add(new WeakReference<>(type));
        }
        if (plan != null && held != null) {
          List<WovenClass.Method> still = kept(held, plan, dark);
          kept.addAll(still);
          woven.put(loader, new WovenClass(name, still));
        }
      }
    }
    // The same method may be in several loaders, with one probe.
    kept.forEach(method -> dark.remove(method.probe()));
    return new Findings(stale, dark, kept);
  }

  private List<WovenClass.Method> kept(
      WovenClass held, Map<String, Integer> plan, Set<Probe> dark) {
    List<WovenClass.Method> kept = new ArrayList<>();
    for (WovenClass.Method method : held.methods()) {
      Integer target = plan.get(method.key());
      if (target == null) {
        dark.add(method.probe());
      } else {
        Target now = aim.target(target);
        kept.add(
            new WovenClass.Method(
                method.probe(),
                now,
                ProbeAim.operationOf(method.probe(), now),
                method.values(),
                method.woven(),
                method.growth()));
      }
    }
    return kept;
  }

  /** The target of each method, by name and descriptor; null if the class file cannot be had. */
  private Map<String, Integer> plan(String name, ClassLoader loader) {
    byte[] classFile = new LoaderClasses(loader).read(name.replace('.', '/'));
    if (classFile == null) {
      return null;
    }
    try {
      ClassFacts facts = ClassFileReader.read(classFile);
      Map<String, Integer> plan = new HashMap<>();
      for (ClassMatch.Taken taken : aim.match(facts, transformer.hierarchyOf(loader)).taken()) {
        plan.put(taken.method().name() + taken.method().descriptor(), taken.rule());
      }
      return plan;
    } catch (MalformedClassException e) {
      return null;
    }
  }

  private Map<String, ClassWeaver.Values> shapeOf(String className, Map<String, Integer> plan) {
    Map<String, ClassWeaver.Values> shape = new HashMap<>();
    plan.forEach(
        (method, target) -> {
          String methodName = method.substring(0, method.indexOf('('));
          if (!probes.isOff(className, methodName, aim.target(target))) {
            shape.put(method, ProbeAim.valuesOf(aim.target(target)));
          }
        });
    return shape;
  }
}
