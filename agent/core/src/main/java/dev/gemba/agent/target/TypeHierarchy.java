package dev.gemba.agent.target;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Class headers by name, read through a {@link ClassSource} and remembered, so that supertypes and
 * meta-annotations are resolved without loading classes. Keep one for each class loader. Safe for
 * use by many threads, none of which waits for another's reading.
 */
public final class TypeHierarchy {
  /** Enough for the supertypes and annotations of a large application; about 1 MB when full. */
  private static final int CAPACITY = 4096;

  /** Stands for a class that cannot be had; no class has an empty name. */
  private static final ClassFacts ABSENT =
      new ClassFacts(0, 0, "", null, List.of(), List.of(), List.of());

  private final ClassSource source;
  private final int capacity;
  private final ConcurrentHashMap<String, ClassFacts> known = new ConcurrentHashMap<>();

  /**
   * Reads through the given source; what it lacked once is not asked for again until it is full.
   */
  public TypeHierarchy(ClassSource source) {
    this(source, CAPACITY);
  }

  TypeHierarchy(ClassSource source, int capacity) {
    this.source = source;
    this.capacity = capacity;
  }

  /** The header of the named class (no methods), or null if it cannot be had or read. */
  ClassFacts header(String internalName) {
    ClassFacts header = known.get(internalName);
    if (header == null) {
      header = read(internalName);
      if (known.size() >= capacity) {
        known.clear(); // coarse, but bounded, and what is in use is soon read again
      }
      known.put(internalName, header);
    }
    return header.name().isEmpty() ? null : header;
  }

  /** How many headers are remembered. */
  int size() {
    return known.size();
  }

  private ClassFacts read(String internalName) {
    try {
      byte[] classFile = source.read(internalName);
      return classFile == null ? ABSENT : ClassFileReader.readHeader(classFile);
    } catch (RuntimeException | LinkageError ignored) {
      // a class loader may fail as it likes: to a pattern the type is then unknown, and the match
      // reports it as unresolved
      return ABSENT;
    }
  }
}
