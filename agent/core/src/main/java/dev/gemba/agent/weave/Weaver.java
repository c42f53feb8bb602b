package dev.gemba.agent.weave;

import dev.gemba.agent.config.Target;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.trace.Guides;
import dev.gemba.bootstrap.Handoffs;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Brings the classes that are loaded already in line with the targets, and in the end back to what
 * they were; those that the JVM loads meanwhile meet the {@link WeavingTransformer}. All methods
 * but the questions are for one thread at a time, the weaver's.
 */
public final class Weaver {

  /** In place of a level set by hand: nothing is recorded, and the methods are given back. */
  public static final int OFF = -1;

  /** How long a class may take from its transformation until the JVM lists it as loaded. */
  private static final Duration TO_BE_DEFINED = Duration.ofSeconds(2);

  private static final long LOOK_AGAIN_NANOS = 50_000_000;

  /**
   * What a detach came to.
   *
   * @param restored classes that are again as their class files are
   * @param left names of classes that could not be given back; their probes are dark
   */
  public record Restored(int restored, List<String> left) {
    public Restored {
      left = List.copyOf(left);
    }
  }

  private final Instrumentation instrumentation;
  private final Consumer<String> messages;
  private final WovenClasses woven = new WovenClasses();
  private final Guides guides;
  private final ProbeAim probes;
  private final WeavingTransformer transformer;
  private final Retransformer retransformer;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private Sweep sweep;
  private volatile boolean carryingOn;

  // Guarded by this.
  private boolean left;

  /**
   * A weaver that is not started yet, and means no method.
   *
   * @param messages takes one-line messages for the user
   * @param looseEnd is told of something for {@link #catchUp} that should not wait, by a thread
   *     that loads a class
   */
  public Weaver(
      Instrumentation instrumentation,
      DropCounters drops,
      Consumer<String> messages,
      Runnable looseEnd) {
    this.instrumentation = instrumentation;
    this.messages = messages;
    Opener opener = new Opener(instrumentation);
    this.guides = new Guides(opener);
    this.probes = new ProbeAim(opener, guides);
    this.transformer = new WeavingTransformer(woven, probes, drops, messages, looseEnd);
    this.retransformer = new Retransformer(instrumentation, this::refused);
    this.sweep = new Sweep(Aim.NONE, transformer, woven, probes);
  }

  /** Begins to weave, before the application runs: nobody is there yet who could be stopped. */
  public void start(List<Target> targets) {
    Aim aim = Aim.of(targets);
    if (mean(aim) && register()) {
      retransformer.retransformAtOnce(toCarryOn());
      retransformer.retransformAtOnce(staleOf(new Sweep(aim, transformer, woven, probes)));
    }
  }

  /**
   * Says whether traces are to be carried on from thread to thread. The JDK's classes that do so
   * are woven once there can be spans, and then stay so: what is not wanted any more is not done.
   */
  public void carryOn(boolean wanted) {
    carryingOn = wanted;
    Handoffs.activate(wanted && transformer.carriesOn());
  }

  /** The classes of the JDK that are to be woven for that now; none if it is not wanted. */
  private List<WeakReference<Class<?>>> toCarryOn() {
    List<Class<?>> found = new ArrayList<>();
    if (isToCarryOn()) {
      Handoffs.warmUp();
      transformer.carryOn();
      Handoffs.activate(true);
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        if (WeavingTransformer.handsOver(type)) {
          found.add(type);
        }
      }
    }
    return weakly(found);
  }

  private boolean isToCarryOn() {
    return carryingOn && !transformer.carriesOn() && transformer.recordsSpans();
  }

  /**
   * Begins to weave in a JVM that is at work. Nothing is meant yet: {@link #aim} says what. What
   * the transformer needs is loaded by this thread, and not by those that load classes.
   */
  public void join() {
    transformer.warmUp();
    register();
  }

  /** False once the weaver has left: what is under way then must not bring it back. */
  private synchronized boolean register() {
    if (!left) {
      transformer.warmUpToPassOver();
      instrumentation.addTransformer(transformer, true);
    }
    return !left;
  }

  private synchronized boolean mean(Aim aim) {
    if (!left) {
      transformer.aim(aim);
    }
    return !left;
  }

  /**
   * Means other methods from now on. Classes that need other bytecode are retransformed, batch by
   * batch; elsewhere the probes change and the bytecode stays. Calls are counted on where both the
   * old and the new targets mean a method.
   */
  public void aim(List<Target> targets, Progress progress) {
    Aim aim = Aim.of(targets);
    if (mean(aim)) {
      // Before the spans that they are to carry on.
      retransformer.retransformPaced(toCarryOn(), Progress.NONE);
      retransformer.retransformPaced(staleOf(new Sweep(aim, transformer, woven, probes)), progress);
    }
  }

  /**
   * Looks at the classes that have come up since the last look. One that was being loaded during a
   * change of targets may have been woven by the old ones, and was not listed as loaded then.
   */
  public void aimAtStragglers() {
    retransformer.retransformPaced(staleOf(sweep), Progress.NONE);
  }

  private List<WeakReference<Class<?>>> staleOf(Sweep next) {
    sweep = next;
    List<Class<?>> concerned = new ArrayList<>();
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    next.aim().expect(loaded);
    for (Class<?> type : loaded) {
      if (transformer.concerns(next.aim(), type) && instrumentation.isModifiableClass(type)) {
        concerned.add(type);
      }
    }
    Sweep.Findings findings = next.look(concerned);
    findings.dark().forEach(Probe::darken);
    for (WovenClass.Method kept : findings.kept()) {
      probes.aim(kept.probe(), kept.target());
      transformer.met(next.aim(), kept.target());
    }
    return findings.stale();
  }

  /** Whether {@link #catchUp} has anything to do. Cheap; for any thread. */
  public boolean hasLooseEnds() {
    return transformer.hasPostponed()
        || transformer.hasLoadersToAsk()
        || transformer.hasLatecomers()
        || Probes.hasSwitchedOff()
        || isToCarryOn();
  }

  /**
   * Sees to classes whose loader could not find the bridge when they were loaded, and to those that
   * only a loader that has {@code @Measured} can have, and tells of probes that failed too often.
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
    retransformer.retransformPaced(toCarryOn(), Progress.NONE);
    transformer.catchUp(
        instrumentation, types -> retransformer.retransformPaced(weakly(types), Progress.NONE));
    if (transformer.askLoaders()) {
      aimAtStragglers();
    }
    if (transformer.hasLatecomers()) {
      retransformer.retransformPaced(
          weakly(transformer.passedOver(instrumentation.getAllLoadedClasses())), Progress.NONE);
    }
  }

  /**
   * Sets the level of an operation by hand, which needs no other bytecode but for {@link #OFF}.
   *
   * @param operation as it is shown
   * @param level of {@link Probe}, or {@link #OFF}; null to leave it to the targets again
   * @return how many methods the operation has; none if it is not one of woven methods
   */
  public int setLevel(String operation, Integer level) {
    int found = 0;
    Set<WovenClass> otherCode = Collections.newSetFromMap(new IdentityHashMap<>());
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        if (probes.isOperationOf(operation, method.probe(), method.target())) {
          probes.setByHand(method.operation(), level);
          aimAgain(type, method, otherCode);
          found++;
        }
      }
    }
    retransform(otherCode);
    return found;
  }

  /**
   * Records operations at these levels at most, and all others as their targets say. What was set
   * by hand stays as it is. None of it needs other bytecode but what comes to be unwoven, or is no
   * more: compiled code of such a class is thrown away, and has to be compiled again.
   *
   * @param levels of {@link Probe}, by operation
   * @param withoutValues operations of which no values are captured
   * @param unwoven operations whose methods are given back, as even a probe that is dark costs
   */
  public void hold(Map<String, Integer> levels, Set<String> withoutValues, Set<String> unwoven) {
    Set<String> changed = probes.hold(levels, withoutValues, unwoven);
    Set<WovenClass> otherCode = Collections.newSetFromMap(new IdentityHashMap<>());
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        if (changed.contains(method.operation())) {
          aimAgain(type, method, otherCode);
        }
      }
    }
    retransform(otherCode);
  }

  /**
   * Records nothing above a level until this is called again, whatever targets, hands or {@link
   * #hold} say; under {@link Probe#SPAN}, which limits nothing, no values are captured either. No
   * bytecode changes by it.
   */
  public void limit(int level) {
    probes.limit(level);
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        probes.aim(method.probe(), method.target());
      }
    }
  }

  private void aimAgain(WovenClass type, WovenClass.Method method, Set<WovenClass> otherCode) {
    Probe probe = method.probe();
    probes.aim(probe, method.target());
    if (probes.isOff(probe.className, probe.methodName, method.target()) == method.woven()) {
      otherCode.add(type);
    }
  }

  /**
   * No other classes, whatever the targets say of them: to compare all takes reading their class
   * files. One that is being loaded meanwhile is left to {@link #aimAtStragglers}.
   */
  private void retransform(Set<WovenClass> types) {
    if (types.isEmpty()) {
      return;
    }
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (types.contains(woven.get(type.getClassLoader(), type.getName()))) {
        loaded.add(type);
      }
    }
    retransformer.retransformPaced(weakly(loaded), Progress.NONE);
  }

  /** The levels that were set by hand, {@link #OFF} included, by operation. For any thread. */
  public Map<String, Integer> levelsByHand() {
    return probes.byHand();
  }

  /** How many targets are there besides the built-in one. */
  public static int written(List<Target> targets) {
    return Aim.of(targets).written();
  }

  /** What sees to the calls of libraries. */
  public Guides guides() {
    return guides;
  }

  /** What is woven. */
  public WovenView view() {
    return new WovenView(instrumentation, transformer, woven, probes);
  }

  /** How many classes are still to be retransformed. For any thread. */
  public int pending() {
    return retransformer.pending();
  }

  /** Weaves no more. What the weaver's thread has under way is cut short. For any thread. */
  public void leave() {
    synchronized (this) {
      left = true;
      carryingOn = false;
      transformer.aim(Aim.NONE);
      instrumentation.removeTransformer(transformer);
    }
    retransformer.stop();
    transformer.awaitQuiet(System.nanoTime() + TO_BE_DEFINED.toNanos());
    guides.leave();
  }

  /**
   * Gives every class back as it was, after {@link #leave} and once every probe is dark.
   *
   * @param progress is told of the classes that were given back
   */
  public Restored restore(Progress progress) {
    long until = System.nanoTime() + TO_BE_DEFINED.toNanos();
    refused.clear();
    Set<String> restored = new HashSet<>();
    while (!woven.isEmpty()) {
      List<Class<?>> changed = changedClasses();
      retransformer.retransformAll(weakly(changed), progress);
      changed.forEach(woven::forget);
      changed.forEach(type -> restored.add(type.getName()));
      if (changed.isEmpty()) {
        if (System.nanoTime() - until > 0) {
          break;
        }
        // Transformed, but not listed: being defined at this moment, or never.
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
    Set<String> left = woven.names();
    left.addAll(refused);
    return new Restored(restored.size() - refused.size(), List.copyOf(left));
  }

  private void refused(Class<?> type, Throwable e) {
    refused.add(type.getName());
    transformer.failed(type.getName(), e.toString());
  }

  private static List<WeakReference<Class<?>>> weakly(List<Class<?>> types) {
    List<WeakReference<Class<?>>> weak = new ArrayList<>();
    types.forEach(type -> weak.add(new WeakReference<>(type)));
    return weak;
  }

  private List<Class<?>> changedClasses() {
    List<Class<?>> changed = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (woven.isChanged(type)) {
        changed.add(type);
      }
    }
    return changed;
  }
}
