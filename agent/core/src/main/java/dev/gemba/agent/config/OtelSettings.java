package dev.gemba.agent.config;

import dev.gemba.agent.target.MethodPattern;
import dev.gemba.agent.target.OtelMethodsInclude;
import dev.gemba.agent.target.PatternException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenTelemetry's own settings, as its Java agent reads them: a system property before the
 * environment variable. Those of exporters are the exporters' to read.
 */
final class OtelSettings {

  static final String SERVICE_NAME = "service.name";

  private static final String ATTRIBUTES = "a list such as key1=value1,key2=value2";
  private final ConfigSources sources;
  private final Problems problems;
  private final Map<String, String> attributes;
  private final Setting service;

  /** The text of a setting and where it comes from. */
  private record Setting(String text, String origin, boolean isProperty) {}

  OtelSettings(ConfigSources sources, Problems problems) {
    this.sources = sources;
    this.problems = problems;
    Setting list = setting("otel.resource.attributes", "OTEL_RESOURCE_ATTRIBUTES");
    this.attributes = list == null ? Map.of() : attributes(list);
    Setting named = setting("otel.service.name", "OTEL_SERVICE_NAME");
    if (named == null && attributes.containsKey(SERVICE_NAME)) {
      named = new Setting(attributes.get(SERVICE_NAME), list.origin, list.isProperty);
    }
    this.service = named;
  }

  /** Decoded; empty if not set or malformed as a whole. */
  Map<String, String> resourceAttributes() {
    return attributes;
  }

  /** Lets the service's name override the file's, if it comes from the given kind of source. */
  void applyService(Value.Section root, boolean property) {
    if (service != null && service.isProperty == property) {
      Overrides.applyService(root, service.text, service.origin);
    }
  }

  /**
   * The target that asks for what OpenTelemetry's {@code methods} instrumentation would do: a span
   * for every method of these names in the class and its subclasses. Null if not set or malformed.
   */
  Target methods() {
    String property = "otel.instrumentation.methods.include";
    Setting list = setting(property, "OTEL_INSTRUMENTATION_METHODS_INCLUDE");
    if (list == null) {
      return null;
    }
    try {
      List<MethodPattern> patterns = OtelMethodsInclude.parse(list.text);
      return patterns.isEmpty() ? null : Target.plain(list.origin, patterns, Capture.SPAN);
    } catch (PatternException e) {
      problems.refused(new Place(list.origin, 0, ""), e);
      return null;
    }
  }

  /**
   * In which formats traces are handed on; those that only OpenTelemetry knows are passed over.
   *
   * @param known those that can be had
   * @param unset what to answer if nobody says
   */
  List<String> propagators(List<String> known, List<String> unset) {
    Setting list = setting("otel.propagators", "OTEL_PROPAGATORS");
    if (list == null) {
      return unset;
    }
    List<String> chosen = new ArrayList<>();
    for (String name : list.text.split(",")) {
      if (known.contains(name.strip()) && !chosen.contains(name.strip())) {
        chosen.add(name.strip());
      }
    }
    return chosen;
  }

  /** By the resource specification: values percent-encoded, and all or nothing is taken. */
  private Map<String, String> attributes(Setting list) {
    Map<String, String> decoded = new LinkedHashMap<>();
    for (String pair : list.text.split(",")) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : percentDecoded(pair.substring(0, equals).strip());
      String value = equals < 0 ? null : percentDecoded(pair.substring(equals + 1).strip());
      if (name == null || name.isEmpty() || value == null) {
        problems.error(new Place(list.origin, 0, ""), Problem.quoted(pair.strip()), ATTRIBUTES);
        return Map.of();
      }
      decoded.put(name, value);
    }
    return decoded;
  }

  private static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.write(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      decoded.write(high << 4 | low);
      i += 2;
    }
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private Setting setting(String property, String variable) {
    String text = sources.systemProperties().getOrDefault(property, "");
    if (!text.isBlank()) {
      return new Setting(text.strip(), "-D" + property, true);
    }
    text = sources.environment().getOrDefault(variable, "");
    return text.isBlank() ? null : new Setting(text.strip(), variable, false);
  }
}
