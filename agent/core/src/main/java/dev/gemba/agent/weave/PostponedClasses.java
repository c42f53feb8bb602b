package dev.gemba.agent.weave;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Classes that are to be woven once their loader finds the bridge. Filled by threads that load
 * classes, emptied by the weaver's; the lock is held for moments. Keeps no loader alive.
 */
@SuppressWarnings("ReferenceEquality") // loaders are told apart by identity
final class PostponedClasses {

  private final List<Entry> entries = new ArrayList<>();

  /** The classes of one loader. */
  record Entry(WeakReference<ClassLoader> reference, Set<String> names) {

    /** Null if it is gone. */
    ClassLoader loader() {
      return reference.get();
    }
  }

  synchronized void add(ClassLoader loader, String className) {
    for (Iterator<Entry> it = entries.iterator(); it.hasNext(); ) {
      Entry entry = it.next();
      ClassLoader known = entry.loader();
      if (known == loader) {
        entry.names.add(className);
        return;
      }
      if (known == null) {
        it.remove();
      }
    }
    Entry entry = new Entry(new WeakReference<>(loader), new HashSet<>());
    entry.names.add(className);
    entries.add(entry);
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  synchronized List<Entry> take() {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<Entry> taken = new ArrayList<>(entries);
    entries.clear();
    return taken;
  }
}
