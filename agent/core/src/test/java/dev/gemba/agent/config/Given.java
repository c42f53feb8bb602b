package dev.gemba.agent.config;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sources of a config that touch nothing of the machine. */
final class Given {

  static final Map<String, Set<String>> EXPORTERS =
      Map.of(
          "file", Set.of("directory", "interval"),
          "prometheus", Set.of("host", "port"),
          "otlp",
              Set.of(
                  "endpoint",
                  "tls.certificate",
                  "headers.*",
                  "temporality-preference",
                  "spool.directory",
                  "spool.size"));

  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private String argument;

  /** A file {@code gemba.yaml} in the working directory. */
  static Given yaml(String text) {
    return new Given().file("gemba.yaml", text);
  }

  static Given nothing() {
    return new Given();
  }

  Given file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  Given file(String path, byte[] bytes) {
    files.put(path, bytes);
    return this;
  }

  Given argument(String path) {
    argument = path;
    return this;
  }

  Given property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  Given variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  LoadedConfig load() {
    File directory = new File("/work-directory");
    return ConfigLoader.load(
        new ConfigSources(argument, properties, environment, directory, new InMemory(directory)),
        EXPORTERS);
  }

  AgentConfig config() {
    return load().config();
  }

  List<String> problems() {
    return load().problems().stream().map(Problem::toString).toList();
  }

  private final class InMemory implements ConfigFiles {

    private final String prefix;

    InMemory(File directory) {
      prefix = directory.getPath() + File.separator;
    }

    @Override
    public boolean exists(File file) {
      return isDirectory(file) || files.containsKey(name(file));
    }

    @Override
    public boolean isDirectory(File file) {
      return name(file).endsWith(".d");
    }

    @Override
    public byte[] read(File file, int mostBytes) throws IOException {
      byte[] bytes = files.get(name(file));
      if (bytes.length == 0) {
        throw new FileNotFoundException("Permission denied");
      }
      return Arrays.copyOf(bytes, Math.min(bytes.length, mostBytes));
    }

    private String name(File file) {
      String path = file.getPath();
      return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }
  }
}
