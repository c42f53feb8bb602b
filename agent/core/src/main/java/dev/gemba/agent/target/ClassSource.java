package dev.gemba.agent.target;

/**
 * Where the class files of supertypes and annotations come from, without loading any class. The
 * weaver supplies one for each class loader. Must be safe for use by many threads.
 */
@FunctionalInterface
public interface ClassSource {
  /**
   * The class file of the named class ({@code com/acme/Foo}), or null if there is none. It may
   * throw an unchecked exception, which counts as null.
   */
  byte[] read(String internalName);
}
