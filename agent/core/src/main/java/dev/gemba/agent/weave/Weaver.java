package dev.gemba.agent.weave;

import dev.gemba.agent.config.Capture;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.record.DropCounters;
import dev.gemba.agent.target.MethodPattern;
import dev.gemba.agent.target.MethodQuestion;
import dev.gemba.agent.target.PatternDiagnosis;
import dev.gemba.agent.target.Signature;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Brings the classes that are loaded already in line with the targets, and in the end back to what
 * they were; those that the JVM loads meanwhile meet the {@link WeavingTransformer}. All methods
 * but the questions are for one thread at a time, the weaver's.
 */
public final class Weaver {

  /** How long a class may take from its transformation until the JVM lists it as loaded. */
  private static final Duration TO_BE_DEFINED = Duration.ofSeconds(2);

  /** In place of a level: the methods of the operation have several. */
  public static final int MIXED = -1;

  /** In place of a level: there is no such operation. */
  public static final int UNKNOWN = -2;

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
  private final ProbeAim probes;
  private final WeavingTransformer transformer;
  private final Retransformer retransformer;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private Sweep sweep;

  /**
   * A weaver that is not started yet, and means no method.
   *
   * @param messages takes one-line messages for the user
   */
  public Weaver(Instrumentation instrumentation, DropCounters drops, Consumer<String> messages) {
    this.instrumentation = instrumentation;
    this.messages = messages;
    this.probes = new ProbeAim(new Opener(instrumentation));
    this.transformer = new WeavingTransformer(woven, probes, drops, messages);
    this.retransformer = new Retransformer(instrumentation, this::refused);
    this.sweep = new Sweep(Aim.NONE, transformer, woven);
  }

  /** Begins to weave, before the application runs: nobody is there yet who could be stopped. */
  public void start(List<Target> targets) {
    Aim aim = Aim.of(targets);
    transformer.aim(aim);
    instrumentation.addTransformer(transformer, true);
    retransformer.retransformAtOnce(staleOf(new Sweep(aim, transformer, woven)));
  }

  /**
   * Begins to weave in a JVM that is at work. Nothing is meant yet: {@link #aim} says what. What
   * the transformer needs is loaded by this thread, and not by those that load classes.
   */
  public void join() {
    transformer.warmUp();
    instrumentation.addTransformer(transformer, true);
  }

  /**
   * Means other methods from now on. Classes that need other bytecode are retransformed, batch by
   * batch; elsewhere the probes change and the bytecode stays. Calls are counted on where both the
   * old and the new targets mean a method.
   */
  public void aim(List<Target> targets, Progress progress) {
    Aim aim = Aim.of(targets);
    transformer.aim(aim);
    retransformer.retransformPaced(staleOf(new Sweep(aim, transformer, woven)), progress);
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
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
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
    return transformer.hasPostponed() || Probes.hasSwitchedOff();
  }

  /**
   * Sees to classes whose loader could not find the bridge when they were loaded, and tells of
   * probes that failed too often.
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
    transformer.catchUp(
        instrumentation, types -> retransformer.retransformPaced(weakly(types), Progress.NONE));
  }

  /**
   * Sets the level of an operation by hand, which needs no other bytecode.
   *
   * @param operation as it is shown
   * @param level null to leave it to the targets again
   * @return how many methods the operation has; none if it is not one of woven methods
   */
  public int setLevel(String operation, Capture level) {
    int found = 0;
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        Target target = method.target();
        if (probes.isOperationOf(operation, method.probe(), target)) {
          probes.setByHand(ProbeAim.operationOf(method.probe(), target), level);
          probes.aim(method.probe(), target);
          found++;
        }
      }
    }
    return found;
  }

  /**
   * The capture levels of the operations whose names do not depend on the receiver: those of {@link
   * Probe}, or {@link #MIXED}. For any thread.
   */
  public Map<String, Integer> levels() {
    Map<String, Integer> levels = new HashMap<>();
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        levels.merge(
            ProbeAim.operationOf(method.probe(), method.target()),
            method.probe().level(),
            Weaver::both);
      }
    }
    return levels;
  }

  /** The capture level of one operation; {@link #UNKNOWN} if no woven method is of it. */
  public int levelOf(String operation) {
    int level = UNKNOWN;
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        if (probes.isOperationOf(operation, method.probe(), method.target())) {
          int own = method.probe().level();
          level = level == UNKNOWN ? own : both(level, own);
        }
      }
    }
    return level;
  }

  /**
   * What has become of the user's targets, and why those that met nothing did not. Reads class
   * files of the application if there are such, which takes a while. For any thread.
   */
  public List<TargetView> targets() {
    Aim aim = transformer.aim();
    LoadedJvmClasses loaded = null;
    List<TargetView> views = new ArrayList<>();
    for (int i = 0; i < aim.targets().size(); i++) {
      Target target = aim.targets().get(i);
      if (Aim.isBuiltIn(target)) {
        continue;
      }
      List<TargetView.MethodView> methods = methodsOf(target);
      List<String> unmet = new ArrayList<>();
      if (methods.isEmpty()) {
        loaded =
            loaded == null
                ? new LoadedJvmClasses(instrumentation.getAllLoadedClasses(), transformer)
                : loaded;
        for (MethodPattern pattern : target.methods()) {
          unmet.add(
              pattern + ": " + PatternDiagnosis.of(pattern, target.exclude(), aim.rules(), loaded));
        }
      }
      views.add(new TargetView(i, target, methods, unmet));
    }
    return views;
  }

  /** What the targets make of the methods that a question names; see {@link MethodQuestion}. */
  public List<MethodQuestion.Verdict> answer(MethodPattern question) {
    return MethodQuestion.answer(question, transformer.aim().rules(), loadedNow());
  }

  /** Why nothing that is loaded is called as the question says. */
  public String whyNothing(MethodPattern question) {
    return PatternDiagnosis.of(question, List.of(), List.of(), loadedNow());
  }

  private LoadedJvmClasses loadedNow() {
    return new LoadedJvmClasses(instrumentation.getAllLoadedClasses(), transformer);
  }

  private List<TargetView.MethodView> methodsOf(Target target) {
    Map<Probe, Integer> loaders = new TreeMap<>(Comparator.comparing(Weaver::signatureOf));
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        if (method.target().equals(target)) {
          loaders.merge(method.probe(), 1, Integer::sum);
        }
      }
    }
    List<TargetView.MethodView> methods = new ArrayList<>();
    loaders.forEach(
        (probe, number) ->
            methods.add(
                new TargetView.MethodView(
                    signatureOf(probe),
                    number,
                    ProbeAim.operationOf(probe, target),
                    probe.level(),
                    troubleOf(probe))));
    return methods;
  }

  private static String signatureOf(Probe probe) {
    return Signature.of(probe.className, probe.methodName, probe.descriptor);
  }

  private static String troubleOf(Probe probe) {
    return probe.isSwitchedOff()
        ? "switched off after " + probe.failures() + " failures: " + probe.lastFailure()
        : null;
  }

  /** Why a class, or some of its methods, could not be woven, by class. For any thread. */
  public Map<String, String> failures() {
    return transformer.failures().all();
  }

  private static int both(int one, int other) {
    return one == other ? one : MIXED;
  }

  /** The levels that were set by hand, by operation. For any thread. */
  public Map<String, Capture> levelsByHand() {
    return probes.byHand();
  }

  /** How many targets are there besides the built-in one. */
  public static int written(List<Target> targets) {
    return Aim.of(targets).written();
  }

  /** How many classes are still to be retransformed. For any thread. */
  public int pending() {
    return retransformer.pending();
  }

  /** How many classes have probes. For any thread. */
  public int wovenClasses() {
    return woven.all().size();
  }

  /** How many methods have probes. For any thread. */
  public int wovenMethods() {
    return woven.all().stream().mapToInt(type -> type.methods().size()).sum();
  }

  /** How many classes are left as they were, in whole or in part, for want of success. */
  public int failedClasses() {
    return transformer.failures().size();
  }

  /** Says which targets have met no method so far. For any thread. */
  public void tellUnmetTargets() {
    for (Target target : transformer.aim().unmet()) {
      messages.accept(
          target.place()
              + ": this target met no method of the classes that were loaded: "
              + target.methods());
    }
  }

  /** Weaves no more. What the weaver's thread has under way is cut short. For any thread. */
  public void leave() {
    transformer.aim(Aim.NONE);
    instrumentation.removeTransformer(transformer);
    retransformer.stop();
    transformer.awaitQuiet(System.nanoTime() + TO_BE_DEFINED.toNanos());
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
