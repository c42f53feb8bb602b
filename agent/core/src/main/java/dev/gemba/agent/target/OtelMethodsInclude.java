package dev.gemba.agent.target;

import java.util.List;

/**
 * The value of {@code OTEL_INSTRUMENTATION_METHODS_INCLUDE}, as the OpenTelemetry Java agent reads
 * it: {@code my.package.Class[method1,method2];other.Class[*]}, each class with its subtypes.
 */
public final class OtelMethodsInclude {
  private OtelMethodsInclude() {}

  /**
   * Reads the value: one pattern for each method, with any parameters. Empty for an empty value.
   *
   * @throws PatternException if the value cannot be read
   */
  public static List<MethodPattern> parse(String value) {
    return List.copyOf(new PatternParser(value).parseMethodsInclude());
  }
}
