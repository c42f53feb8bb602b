package dev.gemba.agent.govern;

import java.util.List;

/** The words for the capture levels of {@link dev.gemba.bootstrap.Probe}. */
public final class Levels {

  private static final List<String> NAMES = List.of("dark", "count", "sampled", "timing", "span");

  private Levels() {}

  /** The word for a level. */
  public static String nameOf(int level) {
    return NAMES.get(level);
  }

  /** The level of a word; negative if there is none such. */
  public static int of(String name) {
    return NAMES.indexOf(name);
  }
}
