package dev.gemba.agent.target;

import java.util.ArrayList;
import java.util.List;

/**
 * Says which methods of a class the rules take: each goes to the first rule in order that names it
 * and does not leave it out. Immutable and safe for use by many threads. What is never taken, and
 * what it takes to ask for accessors, synthetic and bridge methods, is in the package description.
 */
public final class TargetMatcher {
  private final TargetRule[] rules;
  private final boolean readsJdk;

  private TargetMatcher(List<TargetRule> rules) {
    this.rules = rules.toArray(new TargetRule[0]);
    boolean reads = false;
    for (TargetRule rule : rules) {
      for (MethodPattern pattern : rule.methods()) {
        reads |= readsJdk(pattern.annotation(), pattern.type());
      }
      for (Exclusion exclusion : rule.exclude()) {
        MethodPattern methods = exclusion.methods();
        reads |=
            methods == null
                ? readsJdk(null, exclusion.types())
                : readsJdk(methods.annotation(), methods.type());
      }
    }
    this.readsJdk = reads;
  }

  private static boolean readsJdk(NameGlob annotation, TypePattern type) {
    return (annotation != null && Families.reachesJdk(annotation))
        || (type.annotation() != null && Families.reachesJdk(type.annotation()))
        || (type.subtypes() && Families.reachesJdk(type.name()));
  }

  /** A matcher for the rules in their order. */
  public static TargetMatcher of(List<TargetRule> rules) {
    return new TargetMatcher(rules);
  }

  /** As {@link #match(ClassFacts, TypeHierarchy)}, remembering nothing of what it had to read. */
  public ClassMatch match(ClassFacts facts, ClassSource source) {
    return match(facts, new TypeHierarchy(source));
  }

  /**
   * Matches one class. Types that cannot be read are no match and are listed in the answer; it
   * throws nothing.
   */
  public ClassMatch match(ClassFacts facts, TypeHierarchy hierarchy) {
    int kind = Families.kindOf(facts.name());
    String never = Families.whyNever(kind, facts.name());
    if (never != null) {
      return new ClassMatch(facts.name(), List.of(), List.of(), List.of(), never);
    }
    Subject subject = new Subject(facts, hierarchy, kind == Families.JDK, readsJdk);
    List<Candidate> candidates = candidates(subject);
    if (candidates.isEmpty()) {
      return new ClassMatch(
          facts.name(), List.of(), List.of(), List.copyOf(subject.unresolved()), null);
    }
    return decide(subject, facts, candidates);
  }

  /** A pattern whose type names the class. */
  private record Candidate(TargetRule rule, MethodPattern pattern) {}

  private List<Candidate> candidates(Subject subject) {
    List<Candidate> candidates = new ArrayList<>(2);
    for (TargetRule rule : rules) {
      for (MethodPattern pattern : rule.methods()) {
        if (pattern.type().aimsAt(subject)) {
          candidates.add(new Candidate(rule, pattern));
        }
      }
    }
    return candidates;
  }

  private static ClassMatch decide(Subject subject, ClassFacts facts, List<Candidate> candidates) {
    List<MethodFacts> methods = facts.methods();
    Object[] answers = new Object[methods.size()]; // Taken, Skipped or null
    for (int i = 0; i < answers.length; i++) {
      if (!methods.get(i).isBridge()) {
        answers[i] = decide(subject, methods.get(i), candidates);
      }
    }
    for (int i = 0; i < answers.length; i++) {
      if (methods.get(i).isBridge()) {
        Object answer = decide(subject, methods.get(i), candidates);
        if (answer instanceof ClassMatch.Taken taken && leadsToTaken(taken.method(), answers)) {
          answer = new ClassMatch.Skipped(taken.method(), taken.rule(), ClassMatch.Reason.BRIDGE);
        }
        answers[i] = answer;
      }
    }
    List<ClassMatch.Taken> taken = new ArrayList<>();
    List<ClassMatch.Skipped> skipped = new ArrayList<>();
    for (Object answer : answers) {
      if (answer instanceof ClassMatch.Taken found) {
        taken.add(found);
      } else if (answer instanceof ClassMatch.Skipped found) {
        skipped.add(found);
      }
    }
    return new ClassMatch(facts.name(), taken, skipped, List.copyOf(subject.unresolved()), null);
  }

  private static Object decide(Subject subject, MethodFacts method, List<Candidate> candidates) {
    ClassMatch.Skipped skipped = null;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (!candidate.pattern.matches(subject, method)) {
        continue;
      }
      ClassMatch.Reason reason = refusal(subject, method, candidate);
      if (reason == null) {
        return new ClassMatch.Taken(method, candidate.rule.index());
      }
      if (skipped == null) {
        skipped = new ClassMatch.Skipped(method, candidate.rule.index(), reason);
      }
    }
    return skipped;
  }

  private static ClassMatch.Reason refusal(
      Subject subject, MethodFacts method, Candidate candidate) {
    if (method.isAbstract()) {
      return ClassMatch.Reason.ABSTRACT;
    }
    if (!method.hasCode()) {
      return ClassMatch.Reason.NATIVE;
    }
    for (Exclusion exclusion : candidate.rule.exclude()) {
      if (exclusion.covers(subject, method)) {
        return ClassMatch.Reason.EXCLUDED;
      }
    }
    if (method.isSynthetic() && !candidate.pattern.takesSynthetic()) {
      return method.isBridge() ? ClassMatch.Reason.BRIDGE : ClassMatch.Reason.SYNTHETIC;
    }
    if (method.isAccessor() && !candidate.pattern.takesAccessors()) {
      return ClassMatch.Reason.ACCESSOR;
    }
    return null;
  }

  /**
   * Whether a method that is taken has the bridge's name and number of parameters: the compiler has
   * a bridge call such a method of the same class, or else (a public class that inherits from a
   * hidden one) the superclass's, and then the bridge is the one to weave.
   */
  private static boolean leadsToTaken(MethodFacts bridge, Object[] answers) {
    int parameters = ParameterPattern.count(bridge.descriptor());
    for (Object answer : answers) {
      if (answer instanceof ClassMatch.Taken taken
          && !taken.method().isBridge()
          && taken.method().name().equals(bridge.name())
          && ParameterPattern.count(taken.method().descriptor()) == parameters) {
        return true;
      }
    }
    return false;
  }
}
