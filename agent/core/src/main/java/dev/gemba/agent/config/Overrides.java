package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Section;
import dev.gemba.agent.config.Value.Text;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lays system properties and environment variables over the tree of the file. */
final class Overrides {

  private static final String PROPERTY = "gemba.";
  private static final String VARIABLE = "GEMBA_";

  /** Names of Gemba that are no keys of the config. */
  private static final Set<String> NO_KEYS =
      Set.of("gemba.config", "GEMBA_CONFIG", "GEMBA_HOME", "GEMBA_TEST_JDKS");

  private Overrides() {}

  /** Applies all {@code GEMBA_*} variables. An empty one counts as not set. */
  static void applyEnvironment(
      Section root, Schema schema, Map<String, String> environment, Problems problems) {
    for (Map.Entry<String, String> variable : starting(VARIABLE, environment).entrySet()) {
      if (!variable.getValue().isBlank()) {
        String path = variable.getKey().substring(VARIABLE.length());
        new Overlay(VARIABLE, path, true, variable.getValue(), problems).apply(root, schema);
      }
    }
  }

  /** Applies all {@code gemba.*} properties. */
  static void applyProperties(
      Section root, Schema schema, Map<String, String> properties, Problems problems) {
    for (Map.Entry<String, String> property : starting(PROPERTY, properties).entrySet()) {
      String path = property.getKey().substring(PROPERTY.length());
      new Overlay("-D" + PROPERTY, path, false, property.getValue(), problems).apply(root, schema);
    }
  }

  /** Sets the service's name on behalf of OpenTelemetry's own settings. */
  static void applyService(Section root, String name, String origin) {
    root.entries().put("service", new Text(new Place(origin, 0, "service"), name));
  }

  private static Map<String, String> starting(String prefix, Map<String, String> all) {
    // Sorted, so that what a run says does not depend on the order of a hash table.
    Map<String, String> some = new TreeMap<>();
    for (Map.Entry<String, String> entry : all.entrySet()) {
      if (entry.getKey().startsWith(prefix) && !NO_KEYS.contains(entry.getKey())) {
        some.put(entry.getKey(), entry.getValue());
      }
    }
    return some;
  }
}
