package dev.gemba.agent.target;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One class while it is matched: its facts, and its supertypes and meta-annotations once a pattern
 * asks for them. Used by one thread, for one match.
 */
final class Subject {
  private final ClassFacts facts;
  private final TypeHierarchy hierarchy;
  private final boolean jdk;
  private final boolean readsJdk;
  private final Map<String, List<String>> annotationClosures = new HashMap<>(4);
  private final Set<String> unresolved = new LinkedHashSet<>(2);
  private List<String> supertypes; // null until asked for

  /**
   * @param jdk whether the class itself is one of the JDK
   * @param readsJdk whether some pattern may name a supertype or a meta-annotation within the JDK;
   *     if not, its classes need not be read, since nothing but the JDK lies above them
   */
  Subject(ClassFacts facts, TypeHierarchy hierarchy, boolean jdk, boolean readsJdk) {
    this.facts = facts;
    this.hierarchy = hierarchy;
    this.readsJdk = readsJdk;
    this.jdk = jdk;
  }

  String name() {
    return facts.name();
  }

  boolean isJdk() {
    return jdk;
  }

  /** Names that could not be resolved so far, in the order in which they were met. */
  Set<String> unresolved() {
    return unresolved;
  }

  /** Whether a superclass or interface, near or far, has such a name. */
  boolean hasSupertype(NameGlob name) {
    if (supertypes == null) {
      supertypes = supertypes();
    }
    for (String supertype : supertypes) {
      if (name.matches(supertype)) {
        return true;
      }
    }
    return false;
  }

  boolean isAnnotated(NameGlob annotation) {
    return isAnnotated(facts.annotations(), annotation);
  }

  boolean isAnnotated(MethodFacts method, NameGlob annotation) {
    return isAnnotated(method.annotations(), annotation);
  }

  private boolean isAnnotated(List<String> descriptors, NameGlob annotation) {
    if (descriptors.isEmpty()) {
      return false;
    }
    for (String descriptor : descriptors) {
      if (annotation.matchesImported(descriptor, 1, descriptor.length() - 1)) {
        return true;
      }
    }
    for (String descriptor : descriptors) {
      for (String meta : metaAnnotations(descriptor)) {
        if (annotation.matchesImported(meta, 0, meta.length())) {
          return true;
        }
      }
    }
    return false;
  }

  private List<String> supertypes() {
    Set<String> seen = new HashSet<>();
    List<String> found = new ArrayList<>();
    Deque<ClassFacts> open = new ArrayDeque<>();
    open.add(facts);
    while (!open.isEmpty()) {
      ClassFacts type = open.poll();
      if (type.superName() != null) {
        visit(type.superName(), seen, found, open);
      }
      for (String name : type.interfaces()) {
        visit(name, seen, found, open);
      }
    }
    return found;
  }

  /** The names of the annotations on this annotation's class, and on theirs; cycles end. */
  private List<String> metaAnnotations(String descriptor) {
    List<String> known = annotationClosures.get(descriptor);
    if (known != null) {
      return known;
    }
    Set<String> seen = new HashSet<>();
    List<String> found = new ArrayList<>();
    Deque<ClassFacts> open = new ArrayDeque<>();
    visit(typeName(descriptor), seen, found, open);
    while (!open.isEmpty()) {
      for (String meta : open.poll().annotations()) {
        visit(typeName(meta), seen, found, open);
      }
    }
    annotationClosures.put(descriptor, found);
    return found;
  }

  private void visit(String name, Set<String> seen, List<String> found, Deque<ClassFacts> open) {
    if (!seen.add(name)) {
      return;
    }
    found.add(name);
    if (name.equals("java/lang/Object") || (!readsJdk && Families.isJdk(name))) {
      return;
    }
    ClassFacts type = hierarchy.header(name);
    if (type != null) {
      open.add(type);
    } else {
      unresolved.add(name);
    }
  }

  private static String typeName(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1);
  }
}
