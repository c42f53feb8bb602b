package dev.gemba.agent.weave;

import dev.gemba.agent.config.Target;
import dev.gemba.agent.target.MethodPattern;
import dev.gemba.agent.target.MethodQuestion;
import dev.gemba.agent.target.PatternDiagnosis;
import dev.gemba.agent.target.Signature;
import dev.gemba.bootstrap.Probe;
import java.lang.instrument.Instrumentation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Answers what is woven, and why something is not. Changes nothing; safe for use by many threads.
 */
public final class WovenView {

  /** In place of a level: the methods of the operation have several. */
  public static final int MIXED = -1;

  /** In place of a level: there is no such operation. */
  public static final int UNKNOWN = -2;

  private final Instrumentation instrumentation;
  private final WeavingTransformer transformer;
  private final WovenClasses woven;
  private final ProbeAim probes;

  WovenView(
      Instrumentation instrumentation,
      WeavingTransformer transformer,
      WovenClasses woven,
      ProbeAim probes) {
    this.instrumentation = instrumentation;
    this.transformer = transformer;
    this.woven = woven;
    this.probes = probes;
  }

  /**
   * The capture levels of the operations whose names do not depend on the receiver: those of {@link
   * Probe}, or {@link #MIXED}.
   */
  public Map<String, Integer> levels() {
    Map<String, Integer> levels = new HashMap<>();
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        levels.merge(method.operation(), method.probe().level(), WovenView::both);
      }
    }
    return levels;
  }

  /**
   * The operations of woven methods, each at the highest level that one of its methods has.
   *
   * @param made makes what the caller needs of an operation's name, its level, the level at which
   *     it is wanted, whether values are captured and are wanted to be, if they can be left out,
   *     and whether its level was set by hand
   */
  public <T> List<T> operations(OperationMaker<T> made) {
    Map<String, OperationState> states = new TreeMap<>();
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        String operation = method.operation();
        OperationState state = states.computeIfAbsent(operation, o -> new OperationState());
        boolean valuesWanted = ProbeAim.hasDispensableValues(method.target());
        state.level = Math.max(state.level, method.probe().level());
        state.wanted = Math.max(state.wanted, probes.wanted(operation, method.target()));
        state.values |= valuesWanted && method.probe().capture() != null;
        state.valuesWanted |= valuesWanted;
      }
    }
    List<T> operations = new ArrayList<>();
    states.forEach(
        (name, state) ->
            operations.add(
                made.make(
                    name,
                    state.level,
                    state.wanted,
                    state.values,
                    state.valuesWanted,
                    probes.isByHand(name))));
    return operations;
  }

  private static final class OperationState {
    int level;
    int wanted;
    boolean values;
    boolean valuesWanted;
  }

  /** Makes something of an operation. */
  public interface OperationMaker<T> {
    T make(
        String name, int level, int wanted, boolean values, boolean valuesWanted, boolean byHand);
  }

  /** The operation of woven methods that a recorded name belongs to; null if there is none. */
  public String operationOf(String recorded) {
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        if (probes.isOperationOf(recorded, method.probe(), method.target())) {
          return method.operation();
        }
      }
    }
    return null;
  }

  /**
   * The methods of one operation, as profilers name them: {@code com/acme/Board.load}.
   *
   * @return empty if no woven method is of it
   */
  public Set<String> methodsOf(String operation) {
    Set<String> methods = new TreeSet<>();
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        if (probes.isOperationOf(operation, method.probe(), method.target())) {
          methods.add(type.name().replace('.', '/') + "." + method.probe().methodName);
        }
      }
    }
    return methods;
  }

  /**
   * The operation of each woven method, as the config names it; methods as profilers do: {@code
   * com/acme/Board.load}. One of them where overloaded ones are of several.
   */
  public Map<String, String> operationsByMethod() {
    Map<String, String> operations = new TreeMap<>();
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        operations.put(
            type.name().replace('.', '/') + "." + method.probe().methodName, method.operation());
      }
    }
    return operations;
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
   * What has become of the user's targets, and why those that met nothing did not; and of those of
   * packs that met something. Reads class files of the application if there are such, which takes a
   * while.
   */
  public List<TargetView> targets() {
    Aim aim = transformer.aim();
    LoadedJvmClasses loaded = null;
    List<TargetView> views = new ArrayList<>();
    for (int i = 0; i < aim.targets().size(); i++) {
      Target target = aim.targets().get(i);
      if (Aim.isMeasured(target)) {
        continue;
      }
      List<TargetView.MethodView> methods = methodsOf(target);
      if (target.role().isOfPack() && methods.isEmpty()) {
        // Of a library that is not there.
        continue;
      }
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
    Map<Probe, Integer> loaders = new TreeMap<>(Comparator.comparing(WovenView::signatureOf));
    Map<Probe, CodeGrowth> growths = new HashMap<>();
    for (WovenClass type : woven.all()) {
      for (WovenClass.Method method : type.methods()) {
        if (method.target().equals(target)) {
          loaders.merge(method.probe(), 1, Integer::sum);
          growths.merge(method.probe(), method.growth(), CodeGrowth::larger);
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
                    growths.get(probe),
                    troubleOf(probe, target))));
    return methods;
  }

  private static String signatureOf(Probe probe) {
    return Signature.of(probe.className, probe.methodName, probe.descriptor);
  }

  private String troubleOf(Probe probe, Target target) {
    if (probes.isOffByHand(ProbeAim.operationOf(probe, target))) {
      return "not measured: switched off by hand, 'gemba unpin' brings it back";
    }
    Instant darkSince = probes.darkSince(ProbeAim.operationOf(probe, target));
    if (darkSince != null) {
      return "not measured since "
          + darkSince.truncatedTo(ChronoUnit.SECONDS)
          + ": the governor cannot afford it, see 'gemba overhead'";
    }
    return probe.isSwitchedOff()
        ? "switched off after " + probe.failures() + " failures: " + probe.lastFailure()
        : null;
  }

  /** Why a class, or some of its methods, could not be woven, by class. */
  public Map<String, String> failures() {
    return transformer.failures().all();
  }

  private static int both(int one, int other) {
    return one == other ? one : MIXED;
  }

  /** How many classes have probes. */
  public int wovenClasses() {
    return woven.all().size();
  }

  /** How many methods have probes. */
  public int wovenMethods() {
    return woven.all().stream().mapToInt(type -> type.shape().size()).sum();
  }

  /** How many classes are left as they were, in whole or in part, for want of success. */
  public int failedClasses() {
    return transformer.failures().size();
  }

  /** Says which targets have met no method so far. */
  public void tellUnmetTargets(Consumer<String> messages) {
    for (Target target : transformer.aim().unmet()) {
      messages.accept(
          target.place()
              + ": this target met no method of the classes that were loaded: "
              + target.methods());
    }
  }
}
