package dev.gemba.agent.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every class that is not as its class file was: what a detach has to give back, and a new config
 * to compare with. Keeps no class loader alive. Safe for use by many threads.
 */
final class WovenClasses {

  /** What Gemba did to the classes of one loader. */
  private static final class OfLoader {
    final Map<String, WovenClass> probed = new ConcurrentHashMap<>();

    /** Names of class loaders that now delegate, and of the application's facade. */
    final Set<String> prepared = ConcurrentHashMap.newKeySet();

    boolean isEmpty() {
      return probed.isEmpty() && prepared.isEmpty();
    }
  }

  private final LoaderMap<OfLoader> byLoader = new LoaderMap<>();
  private final OfLoader ofBootLoader = new OfLoader();

  /** The class as it was woven last; null if it has no probes. */
  WovenClass get(ClassLoader loader, String name) {
    OfLoader held = find(loader);
    return held == null ? null : held.probed.get(name);
  }

  /** What was there before; null if nothing. */
  WovenClass put(ClassLoader loader, WovenClass woven) {
    return findOrMake(loader).probed.put(woven.name(), woven);
  }

  /** What was there; null if nothing. */
  WovenClass remove(ClassLoader loader, String name) {
    OfLoader held = find(loader);
    return held == null ? null : held.probed.remove(name);
  }

  /** Remembers a class that was changed whatever the targets say. */
  void prepared(ClassLoader loader, String name) {
    findOrMake(loader).prepared.add(name);
  }

  /** Forgets everything of a class, which has been given back. */
  void forget(Class<?> type) {
    OfLoader held = find(type.getClassLoader());
    if (held != null) {
      held.probed.remove(type.getName());
      held.prepared.remove(type.getName());
    }
  }

  boolean isChanged(Class<?> type) {
    OfLoader held = find(type.getClassLoader());
    return held != null
        && (held.probed.containsKey(type.getName()) || held.prepared.contains(type.getName()));
  }

  boolean isEmpty() {
    return everyLoader().stream().allMatch(OfLoader::isEmpty);
  }

  /** Names of all that is changed and has not been forgotten. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    for (OfLoader held : everyLoader()) {
      names.addAll(held.probed.keySet());
      names.addAll(held.prepared);
    }
    return names;
  }

  /** All classes with probes; one for each loader that has it. */
  List<WovenClass> all() {
    List<WovenClass> all = new ArrayList<>();
    everyLoader().forEach(held -> all.addAll(held.probed.values()));
    return all;
  }

  private List<OfLoader> everyLoader() {
    List<OfLoader> all = new ArrayList<>(byLoader.values());
    all.add(ofBootLoader);
    return all;
  }

  private OfLoader find(ClassLoader loader) {
    return loader == null ? ofBootLoader : byLoader.get(loader);
  }

  private OfLoader findOrMake(ClassLoader loader) {
    OfLoader found = find(loader);
    if (found == null) {
      OfLoader made = new OfLoader();
      OfLoader known = byLoader.putIfAbsent(loader, made);
      found = known == null ? made : known;
    }
    return found;
  }
}
