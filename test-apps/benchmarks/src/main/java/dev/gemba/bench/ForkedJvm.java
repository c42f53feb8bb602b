package dev.gemba.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM that runs a workload. What it prints goes to files, so that no pipe can make it wait. Used
 * by one thread.
 */
final class ForkedJvm implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("^ready", Pattern.MULTILINE);
  private static final Duration TO_GATE = Duration.ofMinutes(1);
  private static final int TAIL_BYTES = 4_096;

  private final List<String> command;
  private final Process process;
  private final Path output;
  private final Path errors;

  private ForkedJvm(List<String> command, Process process, Path output, Path errors) {
    this.command = command;
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /** Starts it in a directory, which also gets its output. */
  static ForkedJvm start(Jdk jdk, Path directory, Launch launch, List<String> program)
      throws IOException {
    Path output = directory.resolve("stdout");
    Path errors = directory.resolve("stderr");
    ProcessBuilder builder =
        builder(jdk, directory, launch, program)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    return new ForkedJvm(builder.command(), builder.start(), output, errors);
  }

  /** How to start it, for those who read its output themselves. */
  static ProcessBuilder builder(Jdk jdk, Path directory, Launch launch, List<String> program) {
    List<String> command = new ArrayList<>(launch.starter());
    command.add(jdk.java());
    command.addAll(jdk.options());
    command.addAll(launch.options());
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(ForkedJvm::wouldChangeTheJvm);
    builder.environment().putAll(launch.environment());
    return builder;
  }

  private static boolean wouldChangeTheJvm(String variable) {
    return List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
            .contains(variable)
        || Arrays.asList("GEMBA_", "OTEL_", "KIEKER_", "ELASTIC_", "PYROSCOPE_").stream()
            .anyMatch(variable::startsWith);
  }

  /** A workload of this module with its arguments. */
  static List<String> workload(Place place, String main, Object... arguments) {
    List<String> program = new ArrayList<>();
    program.add("-cp");
    program.add(place.benchmarks().toString());
    program.add("dev.gemba.bench.workload." + main);
    for (Object argument : arguments) {
      program.add(argument.toString());
    }
    return program;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far. */
  String printed() throws IOException {
    return Files.readString(output);
  }

  /** What it has said lately on its standard error: the last few kilobytes. */
  String complained() throws IOException {
    return tail(errors);
  }

  /** Waits until it has printed something like this. */
  Matcher await(Pattern pattern, Duration atMost) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      boolean alive = isAlive();
      Matcher matcher = pattern.matcher(printed());
      if (matcher.find()) {
        return matcher;
      }
      if (!alive || System.nanoTime() - start > atMost.toNanos()) {
        throw failure("did not print '" + pattern + "'");
      }
      Thread.sleep(20);
    }
  }

  /** Lets it go on when it has come to its gate, after the way has done what it has to do there. */
  void passGate(Way way, Watched watched) throws IOException, InterruptedException {
    await(READY, TO_GATE);
    way.whenReady(this, watched);
    tell("go");
  }

  /** Writes a line to its standard input. */
  void tell(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Waits for its end. */
  Ended end(Duration atMost) throws IOException, InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      throw failure("did not end within " + atMost);
    }
    if (process.exitValue() != 0) {
      throw failure("ended with exit code " + process.exitValue());
    }
    return new Ended(printed(), tail(errors));
  }

  /** Has all of it stand still until it is told to go on. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).inheritIO().start().waitFor();
  }

  /** Asks it to end as SIGTERM does, and waits. */
  void terminate(Duration atMost) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  IllegalStateException failure(String what) throws IOException {
    return new IllegalStateException(
        "a JVM " + what + ": " + String.join(" ", command) + "\n" + tail(output) + tail(errors));
  }

  private static String tail(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long from = Math.max(0, channel.size() - TAIL_BYTES);
      byte[] end = Channels.newInputStream(channel.position(from)).readAllBytes();
      return (from > 0 ? "…" : "") + new String(end, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /**
   * A JVM that ended well.
   *
   * @param output all that it printed
   * @param errors the end of what it printed to its standard error
   */
  record Ended(String output, String errors) {

    /** The number in a line {@code NAME NUMBER}. */
    double number(String name) {
      return output
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no line '" + name + "' in:\n" + output + errors));
    }
  }
}
