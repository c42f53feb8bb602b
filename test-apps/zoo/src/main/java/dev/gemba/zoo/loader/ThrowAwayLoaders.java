package dev.gemba.zoo.loader;

import dev.gemba.zoo.Case;
import dev.gemba.zoo.Report;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The same class loaded again and again, as on every redeployment: loaders that nobody holds must
 * be collected.
 */
public final class ThrowAwayLoaders implements Case {

  private static final int LOADERS = 60;
  private static final long GIVE_UP_AFTER_NANOS = 60_000_000_000L;

  @Override
  public void run(Report report) throws Exception {
    Visit.inDirectory(
        directory -> {
          Path jar = GuestJar.plain(directory.resolve("guest.jar"));
          ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
          Set<WeakReference<ClassLoader>> alive = new HashSet<>();
          Set<Object> said = new HashSet<>();
          for (int i = 0; i < LOADERS; i++) {
            alive.add(new WeakReference<>(visitAndForget(jar, said), collected));
          }
          report.seen("all said", said);
          long start = System.nanoTime();
          while (!alive.isEmpty() && System.nanoTime() - start < GIVE_UP_AFTER_NANOS) {
            System.gc();
            for (Object gone = collected.remove(50); gone != null; gone = collected.poll()) {
              alive.remove(gone);
            }
          }
          report.seen("loaders never collected", alive.size());
        });
  }

  private static ClassLoader visitAndForget(Path jar, Set<Object> said) throws Exception {
    try (ChildFirst.Loader loader = new ChildFirst.Loader(jar)) {
      Class<?> type = loader.loadClass(GuestJar.GUEST);
      said.add(((Callable<?>) type.getConstructor().newInstance()).call());
      return loader;
    }
  }
}
