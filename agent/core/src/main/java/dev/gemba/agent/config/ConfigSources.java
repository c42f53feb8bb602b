package dev.gemba.agent.config;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * All that a config is made from.
 *
 * @param argument path given to the agent; null or blank if none was
 * @param systemProperties of the process
 * @param environment of the process
 * @param workingDirectory against which relative paths are resolved
 * @param files reads the config file
 */
public record ConfigSources(
    String argument,
    Map<String, String> systemProperties,
    Map<String, String> environment,
    File workingDirectory,
    ConfigFiles files) {

  public ConfigSources {
    systemProperties = Map.copyOf(systemProperties);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(workingDirectory, "workingDirectory");
    Objects.requireNonNull(files, "files");
  }

  /**
   * Those of this process.
   *
   * @param argument path given to the agent; null or blank if none was
   */
  public static ConfigSources ofProcess(String argument) {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      // Another thread may remove one between the two reads.
      properties.put(name, System.getProperty(name, ""));
    }
    return new ConfigSources(
        argument, properties, System.getenv(), new File(""), ConfigFiles.real());
  }

  /** A file by itself, whatever this process's own properties and variables say. */
  public static ConfigSources ofFile(String path) {
    return new ConfigSources(path, Map.of(), Map.of(), new File(""), ConfigFiles.real());
  }
}
