package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What is left of a JVM that has ended. */
record Ended(List<String> command, int exitCode, String stdout, String stderr) {

  /** The agent's own lines, without their prefix. */
  List<String> gembaLines() {
    return stderr
        .lines()
        .filter(line -> line.startsWith("gemba: "))
        .map(line -> line.substring(7))
        .toList();
  }

  /** What the application and the JVM wrote to standard error. */
  List<String> otherErrorLines() {
    return stderr.lines().filter(line -> !line.startsWith("gemba: ")).toList();
  }

  /** Asserts that an application's user would see no difference: same output, same exit code. */
  Ended sameAs(Ended without) {
    assertThat(stdout).as("standard output%n%s", this).isEqualTo(without.stdout);
    assertThat(exitCode).as("exit code%n%s", this).isEqualTo(without.exitCode);
    return this;
  }

  /** Asserts that nothing but the agent's own, marked lines was added to standard error. */
  Ended sameErrorsAs(Ended without) {
    assertThat(otherErrorLines())
        .as("standard error%n%s", this)
        .isEqualTo(without.otherErrorLines());
    return this;
  }

  Ended exitedWith(int expected) {
    assertThat(exitCode).as("exit code%n%s", this).isEqualTo(expected);
    return this;
  }

  @Override
  public String toString() {
    return String.join(" ", command)
        + "\nexited with "
        + exitCode
        + "\n--- standard output\n"
        + end(stdout)
        + "\n--- standard error\n"
        + end(stderr);
  }

  private static String end(String text) {
    int most = 8_000;
    return text.length() <= most ? text : "…" + text.substring(text.length() - most);
  }
}
