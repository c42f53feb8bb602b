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
   * A method that a target takes.
   *
   * @param target the one that took it
   * @param operation that its calls come under; see {@link ProbeAim#operationOf}
   * @param values what becomes of its arguments and results
   * @param woven false if it is left as it was, as its operation is held off
   * @param growth of its code
   */
  record Method(
      Probe probe,
      Target target,
      String operation,
      ClassWeaver.Values values,
      boolean woven,
      CodeGrowth growth) {

    String key() {
      return probe.methodName + probe.descriptor;
    }

    /** This method as it is with the code lengths of a woven class, which are by key. */
    Method grownTo(Map<String, Integer> lengths) {
      Integer after = lengths.get(key());
      return after == null
          ? this
          : new Method(
              probe, target, operation, values, woven, new CodeGrowth(growth.before(), after));
    }
  }

  /** What in the bytecode depends on the config: any other change needs no new bytecode. */
  Map<String, ClassWeaver.Values> shape() {
    return methods.stream()
        .filter(Method::woven)
        .collect(Collectors.toMap(Method::key, Method::values));
  }
}
