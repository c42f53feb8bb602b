package dev.gemba.agent.target;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says why a pattern meets no method of the classes that are loaded, in one sentence for the person
 * who wrote it. Reads class files, so it may take a second in a JVM with tens of thousands of
 * classes. For one thread.
 */
public final class PatternDiagnosis {

  private static final int MOST_CLASSES = 200;
  private static final int MOST_NAMED = 3;
  private static final int DEEPEST = 50;

  private final MethodPattern pattern;
  private final List<Exclusion> exclude;
  private final List<TargetRule> rules;
  private final LoadedClasses loaded;

  private PatternDiagnosis(
      MethodPattern pattern,
      List<Exclusion> exclude,
      List<TargetRule> rules,
      LoadedClasses loaded) {
    this.pattern = pattern;
    this.exclude = exclude;
    this.rules = rules;
    this.loaded = loaded;
  }

  /**
   * Why the pattern meets nothing.
   *
   * @param exclude what its target leaves out
   * @param rules all targets, in their order; an earlier one may have been quicker
   */
  public static String of(
      MethodPattern pattern,
      List<Exclusion> exclude,
      List<TargetRule> rules,
      LoadedClasses loaded) {
    return new PatternDiagnosis(pattern, exclude, rules, loaded).sentence();
  }

  private String sentence() {
    if (pattern.type().isAny() && pattern.annotation() != null) {
      return "no method of a loaded class carries @" + pattern.annotation();
    }
    List<ClassFacts> classes = classesMeant();
    if (classes.isEmpty()) {
      return noClass();
    }
    String never = whyNever(classes);
    if (never != null) {
      return never;
    }
    return noMethod(classes);
  }

  /** Classes that the type part names, up to a bound. */
  private List<ClassFacts> classesMeant() {
    List<ClassFacts> meant = new ArrayList<>();
    TypePattern type = pattern.type();
    for (String name : loaded.names()) {
      if (meant.size() >= MOST_CLASSES) {
        break;
      }
      if (type.name().matches(name) || type.subtypes()) {
        for (ClassFacts facts : loaded.facts(name)) {
          Subject subject = subjectOf(facts);
          if (type.matches(subject)) {
            meant.add(facts);
          }
        }
      }
    }
    return meant;
  }

  private Subject subjectOf(ClassFacts facts) {
    return new Subject(facts, loaded.hierarchy(facts), Families.isJdk(facts.name()), true);
  }

  private String whyNever(List<ClassFacts> classes) {
    for (ClassFacts facts : classes) {
      if (Families.whyNever(Families.kindOf(facts.name()), facts.name()) == null) {
        return Families.isJdk(facts.name()) && !pattern.type().aimsAt(subjectOf(facts))
            ? dotted(facts.name())
                + " is a class of the JDK, which is woven only if its package is written out"
            : null;
      }
    }
    String name = classes.get(0).name();
    return dotted(name) + " is never woven: " + Families.whyNever(Families.kindOf(name), name);
  }

  private String noClass() {
    NameGlob name = pattern.type().name();
    if (pattern.type().annotation() != null) {
      return "no loaded class that is called so carries @" + pattern.type().annotation();
    }
    String wanted = name.toString();
    String simple = wanted.substring(wanted.lastIndexOf('.') + 1);
    if (!name.isLiteral()) {
      return "no class called " + wanted + " is loaded" + orPackage(wanted);
    }
    Set<String> near = new LinkedHashSet<>();
    add(near, simpleName -> simpleName.equals(simple));
    add(near, simpleName -> simpleName.equalsIgnoreCase(simple));
    if (near.isEmpty()) {
      near.addAll(nearest(wanted, dottedNames(), MOST_NAMED));
    }
    return "no class "
        + wanted
        + " is loaded"
        + (near.isEmpty() ? orPackage(wanted) : "; near it: " + String.join(", ", near));
  }

  @FunctionalInterface
  private interface SimpleNameTest {
    boolean test(String simpleName);
  }

  private void add(Set<String> near, SimpleNameTest test) {
    for (String name : loaded.names()) {
      String own = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
      if (near.size() < MOST_NAMED && test.test(own)) {
        near.add(dotted(name));
      }
    }
  }

  private String orPackage(String wanted) {
    int end = wanted.indexOf("..") >= 0 ? wanted.indexOf("..") : wanted.lastIndexOf('.');
    String packageName = end > 0 ? wanted.substring(0, end) : "";
    if (packageName.isEmpty() || packageName.indexOf('*') >= 0) {
      return " yet";
    }
    String prefix = packageName.replace('.', '/') + "/";
    Set<String> packages = new TreeSet<>();
    for (String name : loaded.names()) {
      if (name.startsWith(prefix)) {
        return " yet, though others of " + packageName + " are";
      }
      int slash = name.lastIndexOf('/');
      if (slash > 0) {
        packages.add(name.substring(0, slash).replace('/', '.'));
      }
    }
    List<String> near = nearest(packageName, packages, 1);
    return ", nor any other of the package "
        + packageName
        + (near.isEmpty() ? " yet" : "; near it: " + near.get(0));
  }

  private String noMethod(List<ClassFacts> classes) {
    Set<String> names = new TreeSet<>();
    Set<String> sameName = new LinkedHashSet<>();
    for (ClassFacts facts : classes) {
      String refusal = refusalOf(facts);
      if (refusal != null) {
        return refusal;
      }
      for (MethodFacts method : facts.methods()) {
        names.add(method.name());
        if (pattern.namesOf(method)) {
          sameName.add(Signature.of(facts.name(), method.name(), method.descriptor()));
        }
      }
    }
    if (!sameName.isEmpty()) {
      return pattern.annotation() != null
          ? "no method so named carries @" + pattern.annotation() + ": " + some(sameName)
          : "the parameters differ; there is " + some(sameName);
    }
    String inherited = inherited(classes.get(0));
    if (inherited != null) {
      return inherited;
    }
    List<String> near = nearest(pattern.memberText(), names, MOST_NAMED);
    String where =
        pattern.type().isAny()
            ? "no loaded class declares such a method"
            : classes.size() == 1
                ? dotted(classes.get(0).name()) + " declares no such method"
                : "none of the " + classes.size() + " classes so named declares such a method";
    return where + (near.isEmpty() ? "" : "; near it: " + String.join(", ", near));
  }

  /** Why a method that the pattern names is left by its target; null if it names none here. */
  private String refusalOf(ClassFacts facts) {
    TargetMatcher alone = TargetMatcher.of(List.of(new TargetRule(0, List.of(pattern), exclude)));
    ClassMatch match = alone.match(facts, loaded.hierarchy(facts));
    if (!match.taken().isEmpty()) {
      return takenElsewhere(facts, match.taken().get(0).method());
    }
    if (match.skipped().isEmpty()) {
      return null;
    }
    ClassMatch.Skipped skipped = match.skipped().get(0);
    String method =
        Signature.of(facts.name(), skipped.method().name(), skipped.method().descriptor());
    boolean needsPlus =
        skipped.reason() == ClassMatch.Reason.ABSTRACT && !pattern.type().subtypes();
    return method
        + " is left: "
        + reasonOf(facts, skipped)
        + (needsPlus ? "; " + pattern.type().name() + "+ means those that implement it" : "");
  }

  private String takenElsewhere(ClassFacts facts, MethodFacts method) {
    String signature = Signature.of(facts.name(), method.name(), method.descriptor());
    ClassMatch match = TargetMatcher.of(rules).match(facts, loaded.hierarchy(facts));
    for (ClassMatch.Taken taken : match.taken()) {
      if (taken.method().equals(method)) {
        return signature + " goes to target " + (taken.rule() + 1) + ", which comes first";
      }
    }
    return signature + " is not woven yet, or could not be";
  }

  private String reasonOf(ClassFacts facts, ClassMatch.Skipped skipped) {
    return ExclusionFinder.reasonOf(skipped.reason(), exclude, subjectOf(facts), skipped.method());
  }

  /** Methods are found where they are declared. */
  private String inherited(ClassFacts facts) {
    String name = facts.superName();
    for (int depth = 0; name != null && depth < DEEPEST; depth++) {
      List<ClassFacts> found = loaded.facts(name);
      if (found.isEmpty()) {
        return null;
      }
      for (MethodFacts method : found.get(0).methods()) {
        if (pattern.namesOf(method) && !method.isConstructor()) {
          return dotted(facts.name())
              + " inherits it: write "
              + dotted(name)
              + "."
              + method.name()
              + "(..)";
        }
      }
      name = found.get(0).superName();
    }
    return null;
  }

  private static String some(Set<String> all) {
    String shown = String.join(", ", all.stream().limit(MOST_NAMED).toList());
    int more = all.size() - MOST_NAMED;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private List<String> dottedNames() {
    return loaded.names().stream().map(PatternDiagnosis::dotted).toList();
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }

  /** Those with the fewest edits, if they are no more than a third of its letters. */
  static List<String> nearest(String wanted, Iterable<String> candidates, int most) {
    record Near(String name, int edits) {}
    int allowed = Math.max(1, wanted.length() / 3);
    List<Near> near = new ArrayList<>();
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - wanted.length()) <= allowed) {
        int edits =
            EditDistance.between(
                wanted.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        if (edits <= allowed) {
          near.add(new Near(candidate, edits));
        }
      }
    }
    near.sort(Comparator.comparingInt(Near::edits).thenComparing(Near::name));
    return near.stream().limit(most).map(Near::name).toList();
  }
}
