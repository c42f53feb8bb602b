package dev.gemba.cli.recording;

import dev.gemba.api.export.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which methods belong to which operations, as the spans of a recording tell. For one thread. */
final class OperationMethods {

  private static final String FUNCTION = "code.function.name";

  /** Names of operations and their methods are few; a recording that has more is a strange one. */
  private static final int MAX_OPERATIONS = 5_000;

  private static final int MAX_METHODS = 50;

  private final Map<String, Set<String>> methods = new HashMap<>();

  void add(Span span) {
    String method = span.attributes().text(FUNCTION);
    if (method == null || (methods.size() >= MAX_OPERATIONS && !methods.containsKey(span.name()))) {
      return;
    }
    Set<String> own = methods.computeIfAbsent(span.name(), unused -> new HashSet<>());
    if (own.size() < MAX_METHODS) {
      own.add(method);
    }
  }

  /** By operation. */
  Map<String, Set<String>> methods() {
    return methods;
  }
}
