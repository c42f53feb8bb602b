package dev.gemba.agent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys of the config, as a tree: what is not in here is a problem. What their values mean is
 * written in {@link ConfigReader}, and for users in {@code CONFIG.md}.
 *
 * @param kind what stands under the key
 * @param keys of a section, or flat keys of an exporter, in the order in which they are told
 * @param element of a list or of free names; else null
 */
record Schema(Kind kind, Map<String, Schema> keys, Schema element) {

  enum Kind {
    TEXT,
    /** One text or a list of them. */
    TEXTS,
    SECTION,
    LIST,
    /** A section whose keys the user chooses. */
    NAMES,
    /** A section of an exporter: keys are flat ({@code tls.certificate}), {@code *} for any. */
    EXPORTER,
    /** The section of an exporter that the contract knows and this build lacks. */
    MISSING_EXPORTER
  }

  /** In the contract, and not in every build. */
  private static final List<String> CONTRACT_EXPORTERS =
      List.of("file", "prometheus", "otlp", "dashboard", "zipkin", "jdbc", "kafka", "pyroscope");

  static final List<String> DEFAULT_PACKS =
      List.of(
          "jdbc",
          "redis",
          "http-server",
          "http-client",
          "cache",
          "executors",
          "kafka",
          "logging",
          "opentelemetry");

  /** Those that change what an application does, and so are there on request only. */
  private static final List<String> PACKS_ON_REQUEST = List.of("logging-jul");

  static final List<String> PACKS = all(DEFAULT_PACKS, PACKS_ON_REQUEST);

  /** How traces are handed on to other processes, by the names that OpenTelemetry has for it. */
  static final List<String> PROPAGATORS = List.of("tracecontext", "baggage", "b3", "b3multi");

  static final List<String> DEFAULT_PROPAGATORS = List.of("tracecontext", "baggage");

  static final Schema TEXT = new Schema(Kind.TEXT, Map.of(), null);
  private static final Schema TEXTS = new Schema(Kind.TEXTS, Map.of(), null);

  /**
   * The whole config.
   *
   * @param exporters the exporters of this build and their flat keys; a key that ends in {@code .*}
   *     stands for any key below
   */
  static Schema root(Map<String, Set<String>> exporters) {
    Map<String, Schema> keys = new LinkedHashMap<>();
    keys.put("service", TEXT);
    keys.put("enabled", TEXT);
    keys.put("overhead", TEXT);
    keys.put("sampling", section("keep", "per-second", "slow", "errors"));
    keys.put("targets", new Schema(Kind.LIST, Map.of(), target()));
    keys.put("packs", TEXTS);
    keys.put("propagation", TEXTS);
    keys.put("profile", section("cpu", "alloc", "wall", "lock"));
    keys.put(ExporterReader.KEY, exporters(exporters));
    return section(keys);
  }

  private static Schema target() {
    Schema dimension = section("of", "steps", "names");
    Map<String, Schema> keys = new LinkedHashMap<>();
    keys.put("methods", TEXTS);
    keys.put("exclude", TEXTS);
    keys.put("operation", TEXT);
    keys.put("capture", TEXT);
    keys.put("until", TEXT);
    keys.put("attributes", new Schema(Kind.NAMES, Map.of(), TEXT));
    keys.put("dimensions", new Schema(Kind.NAMES, Map.of(), dimension));
    keys.put("measures", new Schema(Kind.NAMES, Map.of(), TEXT));
    keys.put("budget", section("p50", "p90", "p95", "p99", "max", "errors"));
    return section(keys);
  }

  /** A target of a pack, which can say what those of a config cannot. */
  static Schema packTarget() {
    Map<String, Schema> keys = new LinkedHashMap<>(target().keys);
    for (String key :
        List.of("kind", "enrich", "family", "carrier", "exchange", "counted", "recorded")) {
      keys.put(key, TEXT);
    }
    keys.put("values", new Schema(Kind.NAMES, Map.of(), TEXT));
    keys.put("unless", TEXTS);
    keys.put("async", section("begun", "context"));
    keys.put("headers", section("of", "read", "write"));
    keys.put("handoff", section("offer", "run"));
    return section(keys);
  }

  private static Schema exporters(Map<String, Set<String>> known) {
    Map<String, Schema> exporters = new LinkedHashMap<>();
    for (String name : new TreeSet<>(known.keySet())) {
      Map<String, Schema> keys = new LinkedHashMap<>();
      for (String key : new TreeSet<>(known.get(name))) {
        keys.put(key, TEXT);
      }
      exporters.put(name, new Schema(Kind.EXPORTER, keys, null));
    }
    for (String name : CONTRACT_EXPORTERS) {
      exporters.putIfAbsent(name, new Schema(Kind.MISSING_EXPORTER, Map.of("*", TEXT), null));
    }
    return section(exporters);
  }

  private static Schema section(String... texts) {
    Map<String, Schema> keys = new LinkedHashMap<>();
    for (String text : texts) {
      keys.put(text, TEXT);
    }
    return section(keys);
  }

  private static Schema section(Map<String, Schema> keys) {
    return new Schema(Kind.SECTION, Collections.unmodifiableMap(keys), null);
  }

  /** Whether an exporter takes this flat key. */
  boolean takes(String flatKey) {
    if (keys.containsKey(flatKey)) {
      return true;
    }
    for (String key : keys.keySet()) {
      if (key.endsWith("*") && flatKey.startsWith(key.substring(0, key.length() - 1))) {
        return true;
      }
    }
    return false;
  }

  /** Names of the keys, without exporters that this build lacks. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, Schema> key : keys.entrySet()) {
      if (key.getValue().kind != Kind.MISSING_EXPORTER) {
        names.add(key.getKey());
      }
    }
    return names;
  }

  /** For messages: the names, separated by commas. */
  String accepted() {
    return keys.isEmpty() ? "a section without keys" : String.join(", ", names());
  }

  /** Full paths of all keys below this one, parents first; {@code <name>} for what users choose. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    addPaths("", paths);
    return paths;
  }

  private void addPaths(String prefix, List<String> paths) {
    for (Map.Entry<String, Schema> key : keys.entrySet()) {
      String path = prefix + key.getKey();
      paths.add(path);
      Schema child = key.getValue();
      if (child.kind == Kind.LIST) {
        child.element.addPaths(path + "[0].", paths);
      } else if (child.kind == Kind.NAMES) {
        paths.add(path + ".<name>");
        child.element.addPaths(path + ".<name>.", paths);
      } else {
        child.addPaths(path + ".", paths);
      }
    }
  }

  private static List<String> all(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
