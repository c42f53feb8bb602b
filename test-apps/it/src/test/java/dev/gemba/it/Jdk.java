package dev.gemba.it;

import java.nio.file.Path;

/**
 * A Java installation.
 *
 * @param home its directory, with {@code bin} in it
 * @param feature 17 of 17.0.15, 8 of 1.8.0
 * @param version as it says itself
 */
record Jdk(Path home, int feature, String version) {

  Path tool(String name) {
    return home.resolve("bin").resolve(name);
  }

  boolean hasVirtualThreads() {
    return feature >= 21;
  }

  /** As it is in JDK 25, still a preview; before, it was another API. */
  boolean hasStructuredConcurrency() {
    return feature >= 25;
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }
}
