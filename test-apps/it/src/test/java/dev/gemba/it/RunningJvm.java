package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM at work. Closing it kills it and whatever it started. */
final class RunningJvm implements AutoCloseable {

  private static final Duration TO_READ_THE_REST = Duration.ofSeconds(10);

  private final Jdk jdk;
  private final List<String> command;
  private final Process process;
  private final Output stdout;
  private final Output stderr;

  RunningJvm(Jdk jdk, List<String> command, Process process) {
    this.jdk = jdk;
    this.command = command;
    this.process = process;
    this.stdout = new Output("stdout of " + process.pid(), process.getInputStream());
    this.stderr = new Output("stderr of " + process.pid(), process.getErrorStream());
  }

  /** Waits for the text on standard output and fails if it does not come. */
  RunningJvm awaitOutput(String text, Duration atMost) throws InterruptedException {
    boolean came = stdout.await(text, atMost);
    assertThat(came)
        .as(
            "“%s” on the standard output of %s:%n%s%n--- standard error%n%s",
            text, command, stdout, stderr)
        .isTrue();
    return this;
  }

  long pid() {
    return process.pid();
  }

  String stdoutSoFar() {
    return stdout.toString();
  }

  void send(String text) throws IOException {
    try {
      OutputStream in = process.getOutputStream();
      in.write(text.getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException ended) {
      if (process.isAlive()) {
        throw ended;
      }
    }
  }

  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException ignored) {
      // It has ended already; then so has its input.
    }
  }

  /** Asks it to end as an operating system does: by SIGTERM. */
  RunningJvm terminate() {
    // Not process.destroy(): that closes the standard input too, and the application would see its
    // end first.
    process.toHandle().destroy();
    return this;
  }

  /** What a JDK tool, such as {@code jcmd}, says of this process. */
  String tool(String name, String... arguments) throws IOException, InterruptedException {
    List<String> toolCommand =
        new java.util.ArrayList<>(List.of(jdk.tool(name).toString(), "" + process.pid()));
    toolCommand.addAll(List.of(arguments));
    Process tool = new ProcessBuilder(toolCommand).redirectErrorStream(true).start();
    Output output = new Output(name, tool.getInputStream());
    assertThat(tool.waitFor(60, TimeUnit.SECONDS))
        .as("%s ends in time: %s", toolCommand, output)
        .isTrue();
    return output.complete(TO_READ_THE_REST);
  }

  /** Waits for its end and fails, after killing it, if that does not come in time. */
  Ended end(Duration atMost) throws InterruptedException {
    boolean inTime = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime) {
      close();
    }
    int exitCode = process.waitFor();
    Ended ended =
        new Ended(
            command,
            exitCode,
            stdout.complete(TO_READ_THE_REST),
            stderr.complete(TO_READ_THE_REST));
    assertThat(inTime).as("ends within %s:%n%s", atMost, ended).isTrue();
    return ended;
  }

  @Override
  public String toString() {
    return command + ":\n" + stdout + "\n--- standard error\n" + stderr;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
