package dev.gemba.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Weaves classes of tests. */
final class WovenForTest {

  private WovenForTest() {}

  /** Fails if any method is left out. */
  static ClassWeaver.Woven weave(byte[] classFile, Map<String, ClassWeaver.Place> places) {
    return ClassWeaver.weave(
        classFile,
        places,
        (name, why) -> {
          throw new AssertionError(name + ": " + why);
        });
  }

  static byte[] classFile(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }
}
