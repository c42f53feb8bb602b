package dev.gemba.cli.heap;

import java.util.List;

/**
 * An object that was sampled when it was allocated, and is alive. Immutable.
 *
 * @param type its class, as in source
 * @param allocatedNanos when it was allocated, since the epoch
 * @param heapUsed how many bytes of the heap were in use after the last collection before that
 * @param stack methods on the stack that allocated it, innermost first: {@code com.acme.Board.load}
 * @param path what holds it, from itself to a root; empty if that was not asked for, or not found
 */
public record LeakSample(
    String type, long allocatedNanos, long heapUsed, List<String> stack, List<String> path) {

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  public LeakSample {
    stack = List.copyOf(stack);
    path = List.copyOf(path);
  }

  /** The innermost method that is not of the JDK; of the JDK if all are. */
  public String site() {
    return stack.stream()
        .filter(method -> JDK.stream().noneMatch(method::startsWith))
        .findFirst()
        .orElse(stack.isEmpty() ? "(unknown)" : stack.get(0));
  }
}
