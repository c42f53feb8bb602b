package dev.gemba.agent.target;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells from a class's name alone that no rule can match it, which spares reading most classes.
 * Sound: where it says no, {@link TargetMatcher} takes nothing. For all threads; allocates nothing.
 *
 * <p>A patient rule for subtypes says no to all classes until the type itself has come by, so one
 * for a library that is never used costs nothing. The first subtypes come before it, as the JVM
 * looks for what a class extends once it has its class file: {@link #metTypes} are those whose
 * subtypes may have been let pass. Whoever makes a filter has to show it the types that are loaded
 * already.
 */
public final class NameFilter {
  private final boolean open; // some pattern can match under any name outside the JDK
  private final Set<String> awaited = new HashSet<>(); // types whose subtypes can match
  private final byte[][] packages; // of those, as they stand in class files
  private final Set<String> metTypes = ConcurrentHashMap.newKeySet(); // those that have come by
  private volatile boolean met; // there is one
  private final Set<String> names = new HashSet<>();
  private final NameGlob[] globs;
  private final boolean jdk; // some pattern names a package, which may be one of the JDK

  private NameFilter(List<TargetRule> rules) {
    boolean anyName = false;
    boolean anyPackage = false;
    Set<String> packageNames = new HashSet<>();
    List<NameGlob> wild = new ArrayList<>();
    for (TargetRule rule : rules) {
      for (MethodPattern pattern : rule.methods()) {
        TypePattern type = pattern.type();
        NameGlob name = type.name();
        boolean waits =
            type.subtypes() && rule.patient() && name.isLiteral() && type.namesPackage();
        anyName |= name.isAny() || (type.subtypes() && !waits);
        if (waits) {
          awaited.addAll(name.literalNames());
          packageNames.add(packageOf(name.literalNames()));
        }
        anyPackage |= type.namesPackage() && Families.reachesJdk(name);
        if (name.isLiteral()) {
          names.addAll(name.literalNames());
        } else if (!wild.contains(name)) {
          wild.add(name);
        }
      }
    }
    open = anyName;
    packages = bytesOf(packageNames);
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
    if (!awaited.isEmpty() && awaited.contains(internalName) && metTypes.add(internalName)) {
      met = true;
    }
    return switch (Families.kindOf(internalName)) {
      case Families.OPEN -> open || met || isNamed(internalName);
      case Families.JDK -> jdk && isNamed(internalName);
      default -> false;
    };
  }

  /**
   * As {@link #mayMatch(String)}, of a class whose file is at hand: a subtype that only patient
   * rules could want is worth a look only if its file speaks of the package of such a type at all,
   * as whatever takes, returns or throws anything of it does.
   */
  public boolean mayMatch(String internalName, byte[] classFile) {
    if (!mayMatch(internalName)) {
      return false;
    }
    return open
        || Families.kindOf(internalName) != Families.OPEN
        || isNamed(internalName)
        || mentionsAwaited(classFile);
  }

  private boolean mentionsAwaited(byte[] classFile) {
    for (int i = 0; i < classFile.length; i++) {
      for (byte[] name : packages) {
        if (classFile[i] == name[0] && isAt(classFile, i, name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAt(byte[] text, int at, byte[] name) {
    if (at + name.length > text.length) {
      return false;
    }
    for (int i = 1; i < name.length; i++) {
      if (text[at + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  /** The longest that it can be: the other spellings of a name have nested classes in it. */
  private static String packageOf(List<String> spellings) {
    String longest = "";
    for (String name : spellings) {
      String own = name.substring(0, name.lastIndexOf('/') + 1);
      longest = own.length() > longest.length() ? own : longest;
    }
    return longest;
  }

  private static byte[][] bytesOf(Set<String> names) {
    byte[][] packages = new byte[names.size()][];
    int n = 0;
    for (String name : names) {
      packages[n++] = name.getBytes(StandardCharsets.UTF_8);
    }
    return packages;
  }

  /** Whether there are types whose subtypes can match. */
  public boolean awaitsTypes() {
    return !awaited.isEmpty();
  }

  /** Internal names of those that have come by so far: a view, for any thread. */
  public Set<String> metTypes() {
    return Collections.unmodifiableSet(metTypes);
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
