package dev.gemba.agent.weave;

import dev.gemba.agent.target.ClassFacts;
import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.LoadedClasses;
import dev.gemba.agent.target.MalformedClassException;
import dev.gemba.agent.target.TypeHierarchy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of this JVM, with their files as their loaders find them. Keeps them from being
 * unloaded as long as it is there, which is for one question. For one thread.
 */
final class LoadedJvmClasses implements LoadedClasses {

  private final WeavingTransformer transformer;
  private final Map<String, List<Class<?>>> byName = new LinkedHashMap<>();
  private final IdentityHashMap<ClassFacts, ClassLoader> loaderOf = new IdentityHashMap<>();

  LoadedJvmClasses(Class<?>[] loaded, WeavingTransformer transformer) {
    this.transformer = transformer;
    for (Class<?> type : loaded) {
      if (!type.isArray() && !type.isHidden() && !transformer.isOwn(type.getClassLoader())) {
        byName
            .computeIfAbsent(type.getName().replace('.', '/'), name -> new ArrayList<>(1))
            .add(type);
      }
    }
  }

  @Override
  public Collection<String> names() {
    return byName.keySet();
  }

  @Override
  public List<ClassFacts> facts(String internalName) {
    List<ClassFacts> found = new ArrayList<>(1);
    for (Class<?> type : byName.getOrDefault(internalName, List.of())) {
      byte[] classFile = new LoaderClasses(type.getClassLoader()).read(internalName);
      if (classFile != null) {
        try {
          ClassFacts facts = ClassFileReader.read(classFile);
          loaderOf.put(facts, type.getClassLoader());
          found.add(facts);
        } catch (MalformedClassException unreadable) {
          // Not to be told about, as one without a file.
        }
      }
    }
    return found;
  }

  @Override
  public TypeHierarchy hierarchy(ClassFacts of) {
    return transformer.hierarchyOf(loaderOf.get(of));
  }
}
