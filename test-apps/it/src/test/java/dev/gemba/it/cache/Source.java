package dev.gemba.it.cache;

/** Where the values of caches come from. */
final class Source {

  private Source() {}

  /** Fails for some keys, and knows nothing of others. */
  static String valueOf(Integer key) {
    if (key % 50 == 13) {
      throw new IllegalStateException("13");
    }
    return key % 50 == 17 ? null : "value " + key;
  }
}
