package dev.gemba.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an agent wants of the JVM that it goes into.
 *
 * @param options of the JVM
 * @param environment variables beyond those inherited
 */
record Launch(List<String> options, Map<String, String> environment) {

  static final Launch PLAIN = of();

  Launch {
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  static Launch of(String... options) {
    return new Launch(List.of(options), Map.of());
  }

  Launch with(String... more) {
    return new Launch(Stream.concat(options.stream(), Stream.of(more)).toList(), environment);
  }

  Launch withVariable(String name, String value) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put(name, value);
    return new Launch(options, variables);
  }
}
