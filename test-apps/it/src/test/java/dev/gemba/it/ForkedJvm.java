package dev.gemba.it;

import dev.gemba.api.Gemba;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM to be started, with or without agents. Used by one thread.
 *
 * <p>It inherits the environment but for what would change a JVM, Gemba or OpenTelemetry behind the
 * test's back.
 */
final class ForkedJvm {

  private static final Duration AT_MOST = Duration.ofMinutes(5);

  private final Jdk jdk;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<String> program = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String input = "";
  private Path directory;
  private Duration atMost = AT_MOST;

  private ForkedJvm(Jdk jdk) {
    this.jdk = jdk;
  }

  static ForkedJvm on(Jdk jdk) {
    return new ForkedJvm(jdk);
  }

  /** The zoo's main program. */
  static ForkedJvm zoo(Jdk jdk, String... cases) {
    return on(jdk).jar(Jars.zoo(), cases);
  }

  /** Another program in the zoo. */
  static ForkedJvm zooMain(Jdk jdk, String main, String... arguments) {
    return on(jdk).main(List.of(Jars.zoo()), "dev.gemba.zoo." + main, arguments);
  }

  /** A program among the tests that speaks to Gemba by its facade. */
  static ForkedJvm facade(Jdk jdk, Class<?> main, String... arguments) throws URISyntaxException {
    return program(jdk, main, List.of(Gemba.class), arguments);
  }

  /** A program among the tests that uses libraries, each of which is told by one of its classes. */
  static ForkedJvm program(Jdk jdk, Class<?> main, List<Class<?>> libraries, String... arguments)
      throws URISyntaxException {
    List<Path> classPath = new ArrayList<>(List.of(placeOf(main)));
    for (Class<?> library : libraries) {
      classPath.add(placeOf(library));
    }
    return on(jdk).main(classPath, main.getName(), arguments);
  }

  /** A program among the tests that uses libraries of versions that the tests do not. */
  static ForkedJvm programWith(Jdk jdk, Class<?> main, List<Path> libraries, String... arguments)
      throws URISyntaxException {
    List<Path> classPath = new ArrayList<>(List.of(placeOf(main)));
    classPath.addAll(libraries);
    return on(jdk).main(classPath, main.getName(), arguments);
  }

  static Path placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  ForkedJvm jar(Path jar, String... arguments) {
    program.addAll(List.of("-jar", jar.toString()));
    program.addAll(Arrays.asList(arguments));
    return this;
  }

  ForkedJvm main(List<Path> classPath, String main, String... arguments) {
    program.add("-cp");
    program.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    program.add(main);
    program.addAll(Arrays.asList(arguments));
    return this;
  }

  ForkedJvm module(Path modulePath, String module, String... arguments) {
    program.addAll(List.of("-p", modulePath.toString(), "-m", module));
    program.addAll(Arrays.asList(arguments));
    return this;
  }

  ForkedJvm options(String... more) {
    options.addAll(Arrays.asList(more));
    return this;
  }

  /** Any agent. */
  ForkedJvm agent(Path jar, String argument) {
    options.add("-javaagent:" + jar + (argument.isEmpty() ? "" : "=" + argument));
    return this;
  }

  /** Gemba with the configuration, which is written to {@code gemba.yaml} in the directory. */
  ForkedJvm gemba(Path configDirectory, String yaml) throws IOException {
    Path config = Files.writeString(configDirectory.resolve("gemba.yaml"), yaml);
    return agent(Jars.gemba(), config.toString());
  }

  /** Commands that start the JVM's in turn, such as one that drops privileges. */
  ForkedJvm startedBy(String... command) {
    prefix.addAll(Arrays.asList(command));
    return this;
  }

  ForkedJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ForkedJvm input(String text) {
    input = text;
    return this;
  }

  ForkedJvm workingDirectory(Path path) {
    directory = path;
    return this;
  }

  ForkedJvm atMost(Duration duration) {
    atMost = duration;
    return this;
  }

  /** Runs it to its end, which comes by force when the time is up. */
  Ended run() throws IOException, InterruptedException {
    try (RunningJvm jvm = start()) {
      jvm.send(input);
      jvm.closeInput();
      return jvm.end(atMost);
    }
  }

  RunningJvm start() throws IOException {
    List<String> command =
        Stream.of(prefix, List.of(jdk.tool("java").toString()), options, program)
            .flatMap(List::stream)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("GEMBA_")
                    || name.startsWith("OTEL_")
                    || List.of(
                            "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                        .contains(name));
    builder.environment().putAll(environment);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    return new RunningJvm(jdk, command, builder.start());
  }
}
