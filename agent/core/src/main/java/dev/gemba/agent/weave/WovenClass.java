package dev.gemba.agent.weave;

import dev.gemba.agent.config.Target;
import dev.gemba.bootstrap.Probe;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A class as it was woven last. Immutable.
 *
 * @param name as {@link Class#getName} has it
 */
record WovenClass(String name, List<Method> methods) {

  WovenClass {
    methods = List.copyOf(methods);
  }

  /**
   * A woven method.
   *
   * @param target the one that took it
   * @param captures whether its advice hands over arguments and results
   */
  record Method(Probe probe, Target target, boolean captures) {

    String key() {
      return probe.methodName + probe.descriptor;
    }
  }

  /** What in the bytecode depends on the config: any other change needs no new bytecode. */
  Map<String, Boolean> shape() {
    return methods.stream().collect(Collectors.toMap(Method::key, Method::captures));
  }
}
