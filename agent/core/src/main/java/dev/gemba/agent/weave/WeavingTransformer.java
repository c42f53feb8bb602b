package dev.gemba.agent.weave;

import dev.gemba.agent.config.Target;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.target.ClassFacts;
import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.ClassMatch;
import dev.gemba.agent.target.MethodFacts;
import dev.gemba.agent.target.TypeHierarchy;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Weaves classes as the JVM loads them, or transforms them again. Called by every thread that loads
 * a class: most are let pass by their name alone, the rest by a look into the class file; only what
 * is really meant meets the weaver. Whatever goes wrong leaves the class as it was, and is counted
 * and remembered.
 */
@SuppressWarnings("ReferenceEquality") // loaders are told apart by identity
final class WeavingTransformer implements ClassFileTransformer {

  /** A target that weaves more methods than this has probably been written too wide. */
  private static final int MANY_METHODS = 5_000;

  private static final Module JAVA_BASE = Object.class.getModule();

  private static final int MOST_FAILURES_TOLD = 20;
  private static final long QUIET_POLL_NANOS = 1_000_000;

  private final WovenClasses woven;
  private final ProbeAim probes;
  private final DropCounters drops;
  private final Consumer<String> messages;
  private final Runnable looseEnd;
  private final MeasuredLoaders measured = new MeasuredLoaders();
  private final BridgeVisibility bridge = new BridgeVisibility();
  private final LoaderDelegation delegation = new LoaderDelegation();
  private final LoaderMap<TypeHierarchy> hierarchies = new LoaderMap<>();
  private final TypeHierarchy bootHierarchy = new TypeHierarchy(new LoaderClasses(null));
  private final Latecomers latecomers = new Latecomers();
  private final PostponedClasses postponed = new PostponedClasses();
  private final WeaveFailures failures = new WeaveFailures();
  private final AtomicInteger failuresTold = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Aim aim = Aim.NONE;
  private volatile boolean carriesOn;
  private volatile boolean facadeWoven;
  private volatile boolean packWoven;

  WeavingTransformer(
      WovenClasses woven,
      ProbeAim probes,
      DropCounters drops,
      Consumer<String> messages,
      Runnable looseEnd) {
    this.looseEnd = looseEnd;
    this.woven = woven;
    this.probes = probes;
    this.drops = drops;
    this.messages = messages;
    drops.add("weave-failure", 0);
  }

  /** Goes by another aim, from the next class on. */
  void aim(Aim next) {
    aim = next;
  }

  Aim aim() {
    return aim;
  }

  /** Whether there may be spans, which are all that could be carried on. */
  boolean recordsSpans() {
    return facadeWoven || packWoven || aim.recordsSpans();
  }

  boolean carriesOn() {
    return carriesOn;
  }

  /** Has the JDK's executors carry traces on, from the next class on. */
  void carryOn() {
    carriesOn = true;
  }

  /** Whether a class is one of those of the JDK that hand tasks over. */
  static boolean handsOver(Class<?> type) {
    return type.getClassLoader() == null
        && HandoffWeaver.concerns(type.getName().replace('.', '/'));
  }

  WeaveFailures failures() {
    return failures;
  }

  /**
   * Passes over a class of the JDK and one of the application, so that all it takes to do so is
   * loaded, and by the calling thread. A thread that loads a class of the JDK must not have to load
   * one of Gemba's to go on: where other agents take locks for each class that is loaded, as
   * OpenTelemetry's does, two such threads can wait for each other. Goes by no aim, which might
   * want the one of the application.
   */
  void warmUpToPassOver() {
    byte[] nothing = new byte[0];
    transform(Aim.NONE, null, "java/lang/WarmUp", nothing);
    transform(Aim.NONE, ClassLoader.getSystemClassLoader(), "WarmUp", nothing);
  }

  /** Weaves a class of its own, so that all it takes is loaded, and by the calling thread. */
  void warmUp() {
    String name = WarmUp.class.getName();
    byte[] classFile =
        new LoaderClasses(WarmUp.class.getClassLoader()).read(name.replace('.', '/'));
    Map<String, ClassWeaver.Place> one = new HashMap<>();
    for (MethodFacts method : ClassFileReader.read(classFile).methods()) {
      if (method.name().equals("run")) {
        Probe probe = Probes.of(name, method.name(), method.descriptor());
        one.put(
            method.name() + method.descriptor(),
            new ClassWeaver.Place(probe, method, ClassWeaver.Values.UNSEEN));
      }
    }
    ClassWeaver.weave(classFile, one, this::failed);
  }

  /**
   * Those of the loaded classes that are subtypes of a type that came by after them, and that were
   * let pass. Looks at each such type twice, a while apart: a subtype that is being loaded is no
   * loaded class yet.
   */
  List<Class<?>> passedOver(Class<?>[] loaded) {
    Set<String> types = latecomers.toLookAt(aim.metTypes(), System.nanoTime());
    List<Class<?>> missed = new ArrayList<>();
    if (types.isEmpty()) {
      return missed;
    }
    List<Class<?>> roots = new ArrayList<>();
    for (Class<?> type : loaded) {
      if (types.contains(type.getName().replace('.', '/'))) {
        roots.add(type);
      }
    }
    for (Class<?> type : loaded) {
      if (!type.isInterface()
          && isSubtypeOfAny(type, roots)
          && woven.get(type.getClassLoader(), type.getName()) == null
          && concerns(aim, type)) {
        missed.add(type);
      }
    }
    return missed;
  }

  private static boolean isSubtypeOfAny(Class<?> type, List<Class<?>> roots) {
    for (Class<?> root : roots) {
      if (root.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }

  boolean hasLatecomers() {
    return latecomers.hasToLookAt(aim.metTypes(), System.nanoTime());
  }

  /** Whether a loaded class may be woven or has been. */
  boolean concerns(Aim candidate, Class<?> type) {
    // Nearly all classes that are there when the JVM starts, and passed over without their names.
    boolean passedOver = type.getModule() == JAVA_BASE && !candidate.mayWantJdk();
    return (!passedOver || woven.get(null, type.getName()) != null) && mayConcern(candidate, type);
  }

  private boolean mayConcern(Aim candidate, Class<?> type) {
    return !type.isArray()
        && !type.isHidden()
        && (wants(candidate, type)
            || isEmptyFacade(type)
            || woven.get(type.getClassLoader(), type.getName()) != null)
        && !isOwn(type.getClassLoader());
  }

  boolean wants(Aim candidate, Class<?> type) {
    return candidate.wants(type.getName().replace('.', '/'), type.getClassLoader(), measured);
  }

  /** Whether a class is the application's facade, and has not been filled in. */
  boolean isEmptyFacade(Class<?> type) {
    return type.getName().replace('.', '/').equals(FacadeWeaver.HOOKS) && !woven.isChanged(type);
  }

  /** Waits until no thread is transforming a class any more, or the time has come. */
  void awaitQuiet(long untilNanos) {
    while (underWay.get() > 0 && System.nanoTime() - untilNanos < 0) {
      LockSupport.parkNanos(QUIET_POLL_NANOS);
    }
  }

  boolean hasPostponed() {
    return !postponed.isEmpty();
  }

  boolean hasLoadersToAsk() {
    return measured.hasToAsk(System.nanoTime());
  }

  /** Asks them for {@code @Measured}; whether one has it, so that classes may have been missed. */
  boolean askLoaders() {
    return measured.askThem(System.nanoTime());
  }

  /** Sees to classes whose loader could not find the bridge when they were loaded. */
  void catchUp(Instrumentation instrumentation, Consumer<List<Class<?>>> retransform) {
    for (PostponedClasses.Entry entry : postponed.take()) {
      ClassLoader loader = entry.loader();
      try {
        if (loader != null) {
          catchUp(loader, entry, instrumentation, retransform);
        }
      } catch (RuntimeException | LinkageError e) {
        entry.names().forEach(name -> failed(name, e.toString()));
      }
    }
  }

  private void catchUp(
      ClassLoader loader,
      PostponedClasses.Entry entry,
      Instrumentation instrumentation,
      Consumer<List<Class<?>>> retransform) {
    if (!bridge.askAgain(loader)) {
      retransform.accept(delegation.declaringClasses(loader.getClass()));
    }
    if (bridge.askAgain(loader)) {
      List<Class<?>> missed = new ArrayList<>();
      for (Class<?> type : instrumentation.getInitiatedClasses(loader)) {
        if (type.getClassLoader() == loader && entry.names().contains(type.getName())) {
          missed.add(type);
        }
      }
      retransform.accept(missed);
    } else {
      for (String name : entry.names()) {
        failed(name, "its class loader " + loader.getClass().getName() + " hides Gemba's bridge");
      }
    }
  }

  /** Whether a loader is the agent's own, or one that a part of the agent made for itself. */
  boolean isOwn(ClassLoader loader) {
    ClassLoader own = getClass().getClassLoader();
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l == own) {
        return true;
      }
    }
    return false;
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
    underWay.incrementAndGet();
    try {
      byte[] changed = transform(aim, loader, name, classFile);
      if (changed == null && beingRedefined != null) {
        unwoven(loader, name.replace('/', '.'));
      }
      return changed;
    } catch (Throwable e) {
      // Thrown further, the JVM would swallow it; so it is kept here, and the class left alone.
      unwoven(loader, name.replace('/', '.'));
      failed(name.replace('/', '.'), e.toString());
      return null;
    } finally {
      underWay.decrementAndGet();
    }
  }

  private byte[] transform(Aim current, ClassLoader loader, String name, byte[] classFile) {
    if (delegation.mayConcern(name, loader)) {
      byte[] delegating = delegation.weave(name, loader, classFile);
      if (delegating != null) {
        woven.prepared(loader, name.replace('/', '.'));
        return delegating;
      }
    }
    if (name.equals(FacadeWeaver.HOOKS)) {
      return weaveFacade(loader, classFile);
    }
    if (loader == null && carriesOn && HandoffWeaver.concerns(name)) {
      return weaveHandoffs(current, name, classFile);
    }
    return weaveProbes(current, name, loader, classFile);
  }

  private byte[] weaveProbes(Aim current, String name, ClassLoader loader, byte[] classFile) {
    return current.wants(name, loader, classFile, measured)
        ? weave(current, name, loader, classFile)
        : null;
  }

  private byte[] weaveHandoffs(Aim current, String internalName, byte[] classFile) {
    String name = internalName.replace('/', '.');
    byte[] handing = HandoffWeaver.weave(internalName, classFile);
    woven.prepared(null, name);
    byte[] probed = weaveProbes(current, internalName, null, handing);
    if (probed == null) {
      unwoven(null, name);
    }
    return probed == null ? handing : probed;
  }

  private byte[] weaveFacade(ClassLoader loader, byte[] classFile) {
    String name = FacadeWeaver.HOOKS.replace('/', '.');
    if (!bridge.isVisibleTo(loader)) {
      postponed.add(loader, name);
      return null;
    }
    woven.prepared(loader, name);
    if (!facadeWoven) {
      facadeWoven = true;
      looseEnd.run();
    }
    return FacadeWeaver.weave(classFile);
  }

  private byte[] weave(Aim current, String internalName, ClassLoader loader, byte[] classFile) {
    ClassFacts facts = ClassFileReader.read(classFile);
    ClassMatch match = current.match(facts, hierarchyOf(loader));
    String name = internalName.replace('/', '.');
    if (match.isEmpty()) {
      return null;
    }
    if (!bridge.isVisibleTo(loader)) {
      postponed.add(loader, name);
      return null;
    }
    List<WovenClass.Method> methods = new ArrayList<>();
    Map<String, ClassWeaver.Place> aimed = new HashMap<>();
    for (ClassMatch.Taken taken : match.taken()) {
      MethodFacts method = taken.method();
      Probe probe = Probes.of(name, method.name(), method.descriptor());
      Target target = current.target(taken.rule());
      probes.aim(probe, target);
      boolean on = !probes.isOff(name, method.name(), target);
      ClassWeaver.Values values = ProbeAim.valuesOf(target);
      String operation = ProbeAim.operationOf(probe, target);
      CodeGrowth unchanged = new CodeGrowth(method.codeLength(), method.codeLength());
      methods.add(new WovenClass.Method(probe, target, operation, values, on, unchanged));
      if (on) {
        aimed.put(
            method.name() + method.descriptor(), new ClassWeaver.Place(probe, method, values));
      }
    }
    if (aimed.isEmpty()) {
      // Nothing to write, but something to remember.
      woven.put(loader, new WovenClass(name, methods));
      return classFile;
    }
    int wanted = aimed.size();
    ClassWeaver.Woven made = ClassWeaver.weave(classFile, aimed, this::failed);
    if (made == null) {
      return null;
    }
    methods.removeIf(method -> method.woven() && !aimed.containsKey(method.key()));
    methods.replaceAll(method -> method.grownTo(made.codeLengths()));
    WovenClass before = woven.put(loader, new WovenClass(name, methods));
    darkenLeft(before, methods);
    if (!packWoven && methods.stream().anyMatch(method -> method.target().role().tracesCalls())) {
      packWoven = true;
      looseEnd.run();
    }
    methods.forEach(method -> met(current, method.target()));
    if (aimed.size() == wanted) {
      failures.remove(name);
    }
    return made.classFile();
  }

  /** The class stays or becomes what it was without Gemba. */
  private void unwoven(ClassLoader loader, String name) {
    darkenLeft(woven.remove(loader, name), List.of());
  }

  private static void darkenLeft(WovenClass before, List<WovenClass.Method> now) {
    if (before == null) {
      return;
    }
    for (WovenClass.Method method : before.methods()) {
      if (now.stream().noneMatch(m -> m.probe() == method.probe())) {
        method.probe().darken();
      }
    }
  }

  TypeHierarchy hierarchyOf(ClassLoader loader) {
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

  /** Counts a method for its target. */
  void met(Aim current, Target target) {
    if (current.meet(target) == MANY_METHODS + 1) {
      messages.accept(
          target.place()
              + ": this target weaves more than "
              + MANY_METHODS
              + " methods; is it meant to be that wide?");
    }
  }

  /** Counts, remembers and tells that a class, or a method of it, is left as it was. */
  void failed(String className, String reason) {
    drops.add("weave-failure", 1);
    failures.add(className, reason);
    int told = failuresTold.incrementAndGet();
    if (told <= MOST_FAILURES_TOLD) {
      messages.accept("leaves " + className + " as it was: " + reason);
    } else if (told == MOST_FAILURES_TOLD + 1) {
      messages.accept("leaves more classes as they were; gemba.dropped counts them");
    }
  }
}
