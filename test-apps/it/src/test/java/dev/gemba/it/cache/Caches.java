package dev.gemba.it.cache;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Uses caches of libraries, thousands of times, and prints what they did: {@code Caches caffeine
 * guava jcache}. Of caches with statistics that is what these say, of others what is known of each
 * call.
 */
public final class Caches {

  private static final int THREADS = 4;

  private Caches() {}

  /** Threads that meet at the same keys, where one loads and the others wait for it. */
  static void useByThreads(Runnable use) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Callable<Void>> tasks = Collections.nCopies(THREADS, Executors.callable(use, null));
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    for (String library : arguments) {
      switch (library) {
        case "caffeine" -> new CaffeineCaches().run();
        case "guava" -> {
          // What is meant with its subtypes is to be there before them.
          Class.forName("com.google.common.cache.CacheLoader");
          new GuavaCaches().run();
        }
        default -> {
          Class.forName("javax.cache.Cache");
          Class.forName("javax.cache.integration.CacheLoader");
          new JCaches().run();
        }
      }
    }
  }
}
