package dev.gemba.agent.config;

import dev.gemba.agent.config.Value.Section;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Finds the config, lays the overrides over it, and reads it.
 *
 * <p>The file is that of the agent's argument, else {@code -Dgemba.config}, else {@code
 * GEMBA_CONFIG}, else {@code gemba.yaml} in the working directory if there is one. A system
 * property goes before an environment variable, and that before the file.
 */
public final class ConfigLoader {

  /** Origin of a config without a file. */
  static final String DEFAULTS = "built-in defaults";

  private static final String DEFAULT_FILE = "gemba.yaml";
  private static final int LARGEST_FILE = 1 << 20;
  private static final String READABLE = "a readable YAML file";

  private final ConfigSources sources;
  private final Schema schema;
  private final Problems problems = new Problems();

  private ConfigLoader(ConfigSources sources, Map<String, Set<String>> exporters) {
    this.sources = sources;
    this.schema = Schema.root(exporters);
  }

  /**
   * Loads the config. Whatever the sources hold, this returns: what is wrong is a problem, and is
   * left out. A file that cannot be read as a whole leaves a config without targets and exporters.
   *
   * @param exporters the exporters of this build by name, and the keys of each; nested keys joined
   *     by a dot, a key that ends in {@code .*} stands for any key below
   */
  public static LoadedConfig load(ConfigSources sources, Map<String, Set<String>> exporters) {
    return new ConfigLoader(sources, exporters).load();
  }

  private LoadedConfig load() {
    String path = path();
    String origin = path == null ? DEFAULTS : path;
    File file = path == null ? null : resolved(path);
    Section root = Section.empty(new Place(origin, 0, ""));
    Section fromFile = file == null ? root : read(file, new Place(origin, 0, ""));
    AgentConfig config = config(fromFile == null ? root : fromFile);
    return new LoadedConfig(
        fromFile == null ? config.weavingNothing() : config, problems.sorted(origin), origin, file);
  }

  private AgentConfig config(Section root) {
    OtelSettings otel = new OtelSettings(sources, problems);
    ExporterReader.flattenAll(root.entries().get(ExporterReader.KEY));
    otel.applyService(root, false);
    Overrides.applyEnvironment(root, schema, sources.environment(), problems);
    otel.applyService(root, true);
    Overrides.applyProperties(root, schema, sources.systemProperties(), problems);
    return new ConfigReader(root, schema, otel, problems).read();
  }

  private String path() {
    if (sources.argument() != null && !sources.argument().isBlank()) {
      return sources.argument().strip();
    }
    String property = sources.systemProperties().getOrDefault("gemba.config", "");
    if (!property.isBlank()) {
      return property.strip();
    }
    String variable = sources.environment().getOrDefault("GEMBA_CONFIG", "");
    if (!variable.isBlank()) {
      return variable.strip();
    }
    return sources.files().exists(resolved(DEFAULT_FILE)) ? DEFAULT_FILE : null;
  }

  private File resolved(String path) {
    File file = new File(path);
    return file.isAbsolute() ? file : new File(sources.workingDirectory().getAbsoluteFile(), path);
  }

  /** The tree of a file; null if it cannot be read, which is told. */
  private Section read(File file, Place place) {
    if (!sources.files().exists(file)) {
      problems.error(place, "no such file", READABLE);
      return null;
    }
    if (sources.files().isDirectory(file)) {
      problems.error(place, "a directory", READABLE);
      return null;
    }
    byte[] bytes;
    try {
      bytes = sources.files().read(file, LARGEST_FILE + 1);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      problems.error(place, "a file that cannot be read (" + why + ")", READABLE);
      return null;
    }
    String text = bytes.length > LARGEST_FILE ? tooLarge(place) : decoded(bytes, place);
    Value plain = text == null ? null : PlainYaml.read(text, place);
    Value value =
        text == null || plain != null ? plain : YamlTree.read(text, place, true, problems);
    if (value == null || value instanceof Section) {
      return (Section) value;
    }
    SectionReader.tellWrong(value, "a section with the keys " + schema.accepted(), problems);
    return null;
  }

  private String tooLarge(Place place) {
    problems.error(place, "a file of over 1 MiB", READABLE);
    return null;
  }

  private String decoded(byte[] bytes, Place place) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(buffer)
          .toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < buffer.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      Place where = new Place(place.file(), line, "");
      problems.error(where, "bytes that are no UTF-8", "a text in UTF-8");
      return null;
    }
  }
}
