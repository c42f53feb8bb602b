package dev.gemba.cli.profile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import one.convert.JfrConverter;
import one.jfr.JfrReader;
import one.jfr.StackTrace;

/** Has the stacks of a recording begin at a method, whoever called it. */
final class StackCut {

  private StackCut() {}

  /**
   * Cuts the stacks of the chunk that is being read.
   *
   * @param methods the outermost of them is where a stack begins; stacks without stay as they are
   */
  static void cut(JfrReader recording, JfrConverter names, Set<String> methods) {
    if (methods.isEmpty()) {
      return;
    }
    Map<Long, StackTrace> cut = new HashMap<>();
    recording.stackTraces.forEach(
        (id, stack) -> {
          int outermost = outermost(stack, names, methods);
          if (outermost >= 0) {
            cut.put(id, upTo(stack, outermost + 1));
          }
        });
    cut.forEach(recording.stackTraces::put);
  }

  /** Frames are told from the innermost on. */
  private static int outermost(StackTrace stack, JfrConverter names, Set<String> methods) {
    for (int i = stack.methods.length - 1; i >= 0; i--) {
      if (methods.contains(names.getMethodName(stack.methods[i], stack.types[i]))) {
        return i;
      }
    }
    return -1;
  }

  private static StackTrace upTo(StackTrace stack, int frames) {
    return new StackTrace(
        Arrays.copyOf(stack.methods, frames),
        Arrays.copyOf(stack.types, frames),
        Arrays.copyOf(stack.locations, frames));
  }
}
