package dev.gemba.agent.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells from a class's name alone that no rule can match it, which spares reading most classes.
 * Sound: where it says no, {@link TargetMatcher} takes nothing. Immutable, allocates nothing.
 */
public final class NameFilter {
  private final boolean open; // some pattern can match under any name outside the JDK
  private final Set<String> names = new HashSet<>();
  private final NameGlob[] globs;
  private final boolean jdk; // some pattern names a package, which may be one of the JDK

  private NameFilter(List<TargetRule> rules) {
    boolean anyName = false;
    boolean anyPackage = false;
    List<NameGlob> wild = new ArrayList<>();
    for (TargetRule rule : rules) {
      for (MethodPattern pattern : rule.methods()) {
        TypePattern type = pattern.type();
        NameGlob name = type.name();
        anyName |= name.isAny() || type.subtypes();
        anyPackage |= type.namesPackage() && Families.reachesJdk(name);
        if (name.isLiteral()) {
          names.addAll(name.literalNames());
        } else if (!wild.contains(name)) {
          wild.add(name);
        }
      }
    }
    open = anyName;
    jdk = anyPackage;
    globs = wild.toArray(new NameGlob[0]);
  }

  /** A filter for all of the rules together. */
  public static NameFilter of(List<TargetRule> rules) {
    return new NameFilter(rules);
  }

  /**
   * Whether a class of this internal name may match; null, the name of a hidden class, never does.
   */
  public boolean mayMatch(String internalName) {
    if (internalName == null) {
      return false;
    }
    return switch (Families.kindOf(internalName)) {
      case Families.OPEN -> open || isNamed(internalName);
      case Families.JDK -> jdk && isNamed(internalName);
      default -> false;
    };
  }

  /** Whether any class of the JDK may match at all. */
  public boolean mayMatchJdk() {
    return jdk;
  }

  private boolean isNamed(String internalName) {
    if (names.contains(internalName)) {
      return true;
    }
    for (NameGlob glob : globs) {
      if (glob.matches(internalName)) {
        return true;
      }
    }
    return false;
  }
}
