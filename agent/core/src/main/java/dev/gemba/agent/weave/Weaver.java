package dev.gemba.agent.weave;

import dev.gemba.agent.capture.TargetCapture;
import dev.gemba.agent.config.Capture;
import dev.gemba.agent.config.OperationName;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.target.ClassFacts;
import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.ClassMatch;
import dev.gemba.agent.target.MethodFacts;
import dev.gemba.agent.target.NameFilter;
import dev.gemba.agent.target.TargetMatcher;
import dev.gemba.agent.target.TargetRule;
import dev.gemba.agent.target.TypeHierarchy;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Series;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * Weaves classes as the JVM loads them, and those that are loaded already. Called by every thread
 * that loads a class: most are let pass by their name alone, the rest by a look into the class
 * file; only what is really meant meets Byte Buddy. Whatever goes wrong leaves the class as it was,
 * and is counted and remembered.
 */
@SuppressWarnings("ReferenceEquality") // loaders are told apart by identity
public final class Weaver implements ClassFileTransformer {

  /** A target that weaves more methods than this has probably been written too wide. */
  private static final int MANY_METHODS = 5_000;

  private static final int MOST_FAILURES_TOLD = 20;

  private final Instrumentation instrumentation;
  private final List<Target> targets;
  private final int writtenTargets;
  private final NameFilter names;
  private final NameFilter measuredNames;
  private final MeasuredLoaders measured = new MeasuredLoaders();
  private final TargetMatcher matcher;
  private final BridgeVisibility bridge = new BridgeVisibility();
  private final LoaderDelegation delegation = new LoaderDelegation();
  private final LoaderMap<TypeHierarchy> hierarchies = new LoaderMap<>();
  private final TypeHierarchy bootHierarchy = new TypeHierarchy(new LoaderClasses(null));
  private final PostponedClasses postponed = new PostponedClasses();
  private final Opener opener;
  private final WeaveLog log = new WeaveLog();
  private final AtomicIntegerArray wovenByTarget;
  private final AtomicInteger failuresTold = new AtomicInteger();
  private final DropCounters drops;
  private final Consumer<String> messages;

  /** Byte Buddy comes in with the first class that is woven. */
  private static final class Late {
    static final ClassWeaver CLASSES = new ClassWeaver();
    static final FacadeWeaver FACADE = new FacadeWeaver();
  }

  /**
   * A weaver that is not started yet.
   *
   * @param messages takes one-line messages for the user
   */
  public Weaver(
      Instrumentation instrumentation,
      List<Target> targets,
      DropCounters drops,
      Consumer<String> messages) {
    this.instrumentation = instrumentation;
    this.targets = targets;
    this.drops = drops;
    this.messages = messages;
    this.opener = new Opener(instrumentation);
    this.wovenByTarget = new AtomicIntegerArray(targets.size());
    List<TargetRule> rules = new ArrayList<>();
    List<TargetRule> builtIn = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      TargetRule rule = new TargetRule(i, targets.get(i).methods(), targets.get(i).exclude());
      rules.add(rule);
      if (rule.methods().equals(List.of(MeasuredLoaders.PATTERN))) {
        builtIn.add(rule);
      }
    }
    List<TargetRule> written = new ArrayList<>(rules);
    written.removeAll(builtIn);
    this.writtenTargets = written.size();
    this.names = NameFilter.of(written);
    this.measuredNames = NameFilter.of(builtIn);
    this.matcher = TargetMatcher.of(rules);

    drops.add("weave-failure", 0);
  }

  /** Begins to weave: what is loaded from now on, and what is loaded already. */
  public void start() {
    instrumentation.addTransformer(this, true);
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isWanted(type)) {
        loaded.add(type);
      }
    }
    retransform(loaded);
  }

  /** How many targets there are besides the built-in one. */
  public int writtenTargets() {
    return writtenTargets;
  }

  /** Says which targets have met no method so far: most often a name that is not quite right. */
  public void tellUnmetTargets() {
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      if (wovenByTarget.get(i) == 0 && !target.methods().equals(List.of(MeasuredLoaders.PATTERN))) {
        messages.accept(
            target.place()
                + ": this target met no method of the classes that were loaded: "
                + target.methods());
      }
    }
  }

  /**
   * Sees to classes whose loader could not find the bridge when they were loaded, and tells of
   * probes that failed too often. For one thread.
   */
  public void catchUp() {
    for (Probe probe : Probes.takeSwitchedOff()) {
      messages.accept(
          "switched off the probe in "
              + probe.className
              + "."
              + probe.methodName
              + ", which failed "
              + probe.failures()
              + " times: "
              + probe.lastFailure());
    }
    for (PostponedClasses.Entry entry : postponed.take()) {
      ClassLoader loader = entry.loader();
      try {
        if (loader != null) {
          catchUp(loader, entry);
        }
      } catch (RuntimeException | LinkageError e) {
        entry.names().forEach(name -> failed(name, e.toString()));
      }
    }
  }

  private void catchUp(ClassLoader loader, PostponedClasses.Entry entry) {
    if (!bridge.askAgain(loader)) {
      retransform(delegation.declaringClasses(loader.getClass()));
    }
    if (bridge.askAgain(loader)) {
      List<Class<?>> missed = new ArrayList<>();
      for (Class<?> type : instrumentation.getInitiatedClasses(loader)) {
        if (type.getClassLoader() == loader && entry.names().contains(type.getName())) {
          missed.add(type);
        }
      }
      retransform(missed);
    } else {
      for (String name : entry.names()) {
        failed(name, "its class loader " + loader.getClass().getName() + " hides Gemba's bridge");
      }
    }
  }

  private boolean isWanted(Class<?> type) {
    String name = type.getName().replace('.', '/');
    return (name.equals(FacadeWeaver.HOOKS) || isWanted(name, type.getClassLoader()))
        && instrumentation.isModifiableClass(type)
        && !type.isHidden()
        && !isOwn(type.getClassLoader());
  }

  /** Whether a loader is the agent's own, or one that a part of the agent made for itself. */
  private boolean isOwn(ClassLoader loader) {
    ClassLoader own = getClass().getClassLoader();
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l == own) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a class is worth a look. The built-in target, {@code @Measured}, could be on any class,
   * but only where the annotation itself can be had: so other loaders are spared the look.
   */
  private boolean isWanted(String internalName, ClassLoader loader) {
    return names.mayMatch(internalName)
        || (measuredNames.mayMatch(internalName) && measured.mayCarry(loader));
  }

  private void retransform(List<Class<?>> types) {
    for (Class<?> type : types) {
      try {
        instrumentation.retransformClasses(type);
      } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
        failed(type.getName(), e.toString());
      }
    }
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> beingRedefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (name == null || isOwn(loader)) {
      return null;
    }
    try {
      if (delegation.mayConcern(name, loader)) {
        byte[] woven = delegation.weave(name, loader, classFile);
        if (woven != null) {
          return woven;
        }
      }
      if (name.equals(FacadeWeaver.HOOKS)) {
        return weaveFacade(loader, classFile);
      }
      return isWanted(name, loader) ? weave(name, loader, classFile) : null;
    } catch (Throwable e) {
      // Thrown further, the JVM would swallow it; so it is kept here, and the class left alone.
      failed(name.replace('/', '.'), e.toString());
      return null;
    }
  }

  private byte[] weaveFacade(ClassLoader loader, byte[] classFile) {
    if (!bridge.isVisibleTo(loader)) {
      postponed.add(loader, FacadeWeaver.HOOKS.replace('/', '.'));
      return null;
    }
    return Late.FACADE.weave(classFile, new LoaderClasses(loader));
  }

  private byte[] weave(String internalName, ClassLoader loader, byte[] classFile) {
    ClassFacts facts = ClassFileReader.read(classFile);
    ClassMatch match = matcher.match(facts, hierarchyOf(loader));
    if (match.isEmpty()) {
      return null;
    }
    String name = internalName.replace('/', '.');
    if (!bridge.isVisibleTo(loader)) {
      postponed.add(loader, name);
      return null;
    }
    Map<String, Probe> probes = new HashMap<>();
    for (ClassMatch.Taken taken : match.taken()) {
      MethodFacts method = taken.method();
      probes.put(
          method.name() + method.descriptor(),
          aim(name, method.name(), method.descriptor(), taken.rule()));
    }
    byte[] woven =
        Late.CLASSES.weave(name, classFile, new LoaderClasses(loader), probes, this::failed);
    if (woven != null) {
      log.woven(name, probes.size());
    }
    return woven;
  }

  private TypeHierarchy hierarchyOf(ClassLoader loader) {
    if (loader == null) {
      return bootHierarchy;
    }
    TypeHierarchy known = hierarchies.get(loader);
    if (known == null) {
      TypeHierarchy made = new TypeHierarchy(new LoaderClasses(loader));
      known = hierarchies.putIfAbsent(loader, made);
      known = known == null ? made : known;
    }
    return known;
  }

  private Probe aim(String className, String method, String descriptor, int index) {
    Target target = targets.get(index);
    Probe probe = Probes.of(className, method, descriptor);
    String declaring = OperationName.simpleName(className);
    String shown = method.equals("<init>") ? "new" : method;
    Series series = Series.of(target.operation().resolve(declaring, shown, declaring));
    probe.aim(
        levelOf(target.capture()), series, TargetCapture.of(target, declaring, shown, opener));
    if (wovenByTarget.incrementAndGet(index) == MANY_METHODS + 1) {
      messages.accept(
          target.place()
              + ": this target weaves more than "
              + MANY_METHODS
              + " methods; is it meant to be that wide?");
    }
    return probe;
  }

  private void failed(String className, String reason) {
    drops.add("weave-failure", 1);
    log.failed(className, reason);
    int told = failuresTold.incrementAndGet();
    if (told <= MOST_FAILURES_TOLD) {
      messages.accept("leaves " + className + " as it was: " + reason);
    } else if (told == MOST_FAILURES_TOLD + 1) {
      messages.accept("leaves more classes as they were; gemba.dropped counts them");
    }
  }

  private static int levelOf(Capture capture) {
    return switch (capture) {
      case COUNT -> Probe.COUNT;
      case TIMING -> Probe.TIMING;
      case SPAN -> Probe.SPAN;
    };
  }
}
