package dev.gemba.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an agent wants of the JVM that it goes into, and what the JVM is started by.
 *
 * @param starter a command that starts the JVM, with its own arguments; empty for none
 * @param options of the JVM
 * @param environment variables beyond those inherited
 */
record Launch(List<String> starter, List<String> options, Map<String, String> environment) {

  static final Launch PLAIN = of();

  Launch {
    starter = List.copyOf(starter);
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  static Launch of(String... options) {
    return new Launch(List.of(), List.of(options), Map.of());
  }

  Launch with(String... more) {
    return new Launch(
        starter, Stream.concat(options.stream(), Stream.of(more)).toList(), environment);
  }

  Launch withVariable(String name, String value) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put(name, value);
    return new Launch(starter, options, variables);
  }

  Launch startedBy(String... command) {
    return new Launch(List.of(command), options, environment);
  }
}
