package dev.gemba.agent.target;

import java.util.Collection;
import java.util.List;

/** The classes of a JVM at one moment, to find out why a target does not meet a method. */
public interface LoadedClasses {

  /** Internal names of all classes that are loaded, but for arrays; each once. */
  Collection<String> names();

  /** The class of that internal name, in every loader that has one whose class file can be read. */
  List<ClassFacts> facts(String internalName);

  /** Where the supertypes of a class are found. */
  TypeHierarchy hierarchy(ClassFacts of);
}
