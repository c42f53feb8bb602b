package dev.gemba.agent.weave;

import dev.gemba.agent.target.ClassFacts;
import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.MethodFacts;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes class loaders that keep to themselves find the bridge. A class whose name speaks of a
 * loader is looked at when it is loaded, before it can load anything; any other loader is dealt
 * with when it turns out that its classes do not find the bridge.
 */
final class LoaderDelegation {

  private static final String CLASS_LOADER = "java/lang/ClassLoader";
  private static final String LOAD = "loadClass";
  private static final Set<String> DESCRIPTORS =
      Set.of("(Ljava/lang/String;)Ljava/lang/Class;", "(Ljava/lang/String;Z)Ljava/lang/Class;");
  private static final int DEEPEST = 20;

  /** Classes that were found not to delegate; their names need not speak. */
  private final Set<String> known = java.util.concurrent.ConcurrentHashMap.newKeySet();

  /** Cheap; decides for nearly all classes. */
  boolean mayConcern(String internalName, ClassLoader loader) {
    return (internalName.endsWith("Loader") || known.contains(internalName))
        && !isJdk(internalName);
  }

  /** The woven class; null if the class is no loader or leaves its loading to its parents. */
  byte[] weave(String internalName, ClassLoader loader, byte[] classFile) {
    ClassFacts facts = ClassFileReader.read(classFile);
    Set<String> methods = new HashSet<>();
    for (MethodFacts method : facts.methods()) {
      if (method.name().equals(LOAD)
          && DESCRIPTORS.contains(method.descriptor())
          && method.hasCode()) {
        methods.add(method.descriptor());
      }
    }
    LoaderClasses classes = new LoaderClasses(loader);
    return methods.isEmpty() || !isLoader(facts, classes)
        ? null
        : DelegationWeaver.weave(classFile, methods);
  }

  /** The classes of a loader that are worth weaving: itself and its supertypes outside the JDK. */
  List<Class<?>> declaringClasses(Class<?> loader) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type = loader; type != null; type = type.getSuperclass()) {
      String internalName = type.getName().replace('.', '/');
      if (!isJdk(internalName) && declaresLoading(type)) {
        known.add(internalName);
        found.add(type);
      }
    }
    return found;
  }

  private static boolean declaresLoading(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(LOAD)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoader(ClassFacts facts, LoaderClasses classes) {
    String type = facts.superName();
    for (int depth = 0; type != null && depth < DEEPEST; depth++) {
      if (type.equals(CLASS_LOADER)) {
        return true;
      }
      byte[] classFile = classes.read(type);
      type = classFile == null ? null : ClassFileReader.readHeader(classFile).superName();
    }
    return false;
  }

  private static boolean isJdk(String internalName) {
    return internalName.startsWith("java/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/")
        || internalName.startsWith("com/sun/");
  }
}
