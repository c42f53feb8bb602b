package dev.gemba.it.cache;

/**
 * Uses caches of libraries, thousands of times, and prints what they did: {@code Caches caffeine
 * guava jcache}. Of caches with statistics that is what these say, of others what is known of each
 * call.
 */
public final class Caches {

  private Caches() {}

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
