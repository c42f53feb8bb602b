package dev.gemba.agent.target;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of the methods that somebody asks about. For one thread.
 *
 * @see #answer
 */
public final class MethodQuestion {

  private static final int MOST_METHODS = 100;

  /**
   * What the targets make of one method.
   *
   * @param taken index of the target that takes it; -1 if none does
   * @param reason why not; null if it is taken
   */
  public record Verdict(String className, MethodFacts method, int taken, String reason) {

    /** The method as people write it. */
    public String signature() {
      return Signature.of(className, method.name(), method.descriptor());
    }
  }

  private final MethodPattern pattern;
  private final List<TargetRule> rules;
  private final LoadedClasses loaded;

  private MethodQuestion(MethodPattern pattern, List<TargetRule> rules, LoadedClasses loaded) {
    this.pattern = pattern;
    this.rules = rules;
    this.loaded = loaded;
  }

  /**
   * Reads a question: a method with or without its class, package and parameters, or a class.
   *
   * @throws PatternException if it is neither
   */
  public static MethodPattern parse(String question) {
    String text = question.strip();
    if (text.indexOf('.') >= 0 || text.indexOf(':') >= 0) {
      MethodPattern asWritten = MethodPattern.parse(text);
      return asWritten.type().name().isSimple() && !asWritten.type().isAny()
          ? MethodPattern.parse(".." + text)
          : asWritten;
    }
    return MethodPattern.parse(
        !text.isEmpty() && Character.isUpperCase(text.charAt(0))
            ? ".." + text + ".*(..)"
            : "::" + text);
  }

  /**
   * The loaded methods that a question names, up to a bound, and what the targets make of each.
   *
   * @param question of {@link #parse}
   */
  public static List<Verdict> answer(
      MethodPattern question, List<TargetRule> rules, LoadedClasses loaded) {
    return new MethodQuestion(question, rules, loaded).verdicts();
  }

  private List<Verdict> verdicts() {
    Set<Verdict> verdicts = new LinkedHashSet<>();
    TargetMatcher matcher = TargetMatcher.of(rules);
    for (String name : loaded.names()) {
      if (verdicts.size() >= MOST_METHODS) {
        break;
      }
      if (pattern.type().name().matches(name) && !Families.isJdk(name)) {
        for (ClassFacts facts : loaded.facts(name)) {
          judge(facts, matcher, verdicts);
        }
      }
    }
    return List.copyOf(verdicts);
  }

  private void judge(ClassFacts facts, TargetMatcher matcher, Set<Verdict> verdicts) {
    TypeHierarchy hierarchy = loaded.hierarchy(facts);
    Subject subject = new Subject(facts, hierarchy, Families.isJdk(facts.name()), true);
    ClassMatch match = null;
    for (MethodFacts method : facts.methods()) {
      if (pattern.matches(subject, method) && verdicts.size() < MOST_METHODS) {
        match = match == null ? matcher.match(facts, hierarchy) : match;
        verdicts.add(verdict(subject, facts, method, match));
      }
    }
  }

  private Verdict verdict(Subject subject, ClassFacts facts, MethodFacts method, ClassMatch match) {
    if (match.never() != null) {
      return new Verdict(facts.name(), method, -1, "never woven: " + match.never());
    }
    for (ClassMatch.Taken taken : match.taken()) {
      if (taken.method().equals(method)) {
        return new Verdict(facts.name(), method, taken.rule(), null);
      }
    }
    for (ClassMatch.Skipped skipped : match.skipped()) {
      if (skipped.method().equals(method)) {
        TargetRule rule = rules.get(skipped.rule());
        return new Verdict(
            facts.name(),
            method,
            -1,
            "named by target "
                + (skipped.rule() + 1)
                + ", but left: "
                + ExclusionFinder.reasonOf(skipped.reason(), rule.exclude(), subject, method));
      }
    }
    return new Verdict(
        facts.name(),
        method,
        -1,
        "no target names it; to take it, write"
            + " - methods: "
            + Signature.of(facts.name(), method.name(), "()").replace("()", "(..)"));
  }
}
