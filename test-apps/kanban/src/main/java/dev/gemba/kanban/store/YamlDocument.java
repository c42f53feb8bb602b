package dev.gemba.kanban.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML mapping whose plain scalars are text: {@code 2026-01-05} and {@code yes} mean what they
 * look like, and the reader of a value says which type it wants.
 */
public final class YamlDocument {
  private final Map<?, ?> values;

  private YamlDocument(Map<?, ?> values) {
    this.values = values;
  }

  /**
   * Reads one mapping.
   *
   * @throws MalformedDocument if the text is not YAML or not a mapping
   */
  public static YamlDocument parse(String text) {
    try {
      return of(yaml().load(text));
    } catch (YAMLException e) {
      throw new MalformedDocument("not YAML: " + e.getMessage(), e);
    }
  }

  /** Writes a mapping of texts, numbers, lists and mappings, in block style. */
  public static String print(Map<String, ?> values) {
    return yaml().dump(values);
  }

  /**
   * Refuses keys that nobody reads: they would be lost when the file is written again.
   *
   * @throws MalformedDocument if there are any
   */
  public YamlDocument onlyKeys(Set<String> known) {
    for (Object key : values.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new MalformedDocument(
            "unknown key '" + key + "', known are " + String.join(", ", new TreeSet<>(known)));
      }
    }
    return this;
  }

  /** The text of a key, read by {@code reader}; null if the key is missing or has no value. */
  public <T> T optional(String key, Function<String, T> reader) {
    Object value = values.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw new MalformedDocument("'" + key + "' must be a single value");
    }
    return read(key, text, reader);
  }

  /** As {@link #optional}, but the key must be there. */
  public <T> T required(String key, Function<String, T> reader) {
    return Optional.ofNullable(optional(key, reader))
        .orElseThrow(() -> new MalformedDocument("'" + key + "' is missing"));
  }

  /** The items of a list of texts; empty if the key is missing. */
  public <T> List<T> list(String key, Function<String, T> reader) {
    return items(key).stream()
        .map(
            item -> {
              if (!(item instanceof String text)) {
                throw new MalformedDocument("'" + key + "' must be a list of single values");
              }
              return read(key, text, reader);
            })
        .toList();
  }

  /** The items of a list of mappings; empty if the key is missing. */
  public List<YamlDocument> documents(String key) {
    return items(key).stream().map(YamlDocument::of).toList();
  }

  /** The mapping under a key; an empty one if the key is missing. */
  public YamlDocument document(String key) {
    Object value = values.get(key);
    return value == null ? new YamlDocument(Map.of()) : of(value);
  }

  /** The keys in the order of the text. */
  public List<String> keys() {
    return values.keySet().stream().map(String::valueOf).toList();
  }

  private List<?> items(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new MalformedDocument("'" + key + "' must be a list");
    }
    return list;
  }

  private static <T> T read(String key, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (RuntimeException e) {
      throw new MalformedDocument("'" + key + "': " + e.getMessage(), e);
    }
  }

  private static YamlDocument of(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new MalformedDocument("a mapping is expected");
    }
    return new YamlDocument(map);
  }

  /** A new one for each use, because snakeyaml's are not safe for use by many threads. */
  private static Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setAllowDuplicateKeys(false);
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new Yaml(
        new SafeConstructor(loading),
        new TextRepresenter(dumping),
        dumping,
        loading,
        new TextResolver());
  }

  /** Writes numbers as the plain text that {@link TextResolver} takes them for. */
  private static final class TextRepresenter extends Representer {
    TextRepresenter(DumperOptions options) {
      super(options);
      multiRepresenters.put(Number.class, number -> representScalar(Tag.STR, number.toString()));
    }
  }

  /** Takes every plain scalar but an empty one for text, in reading and in writing. */
  private static final class TextResolver extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }
}
