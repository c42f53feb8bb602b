package dev.gemba.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command that was run to its end. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    return run(false, null, args);
  }

  static CommandRun onTerminal(String... args) {
    return run(true, null, args);
  }

  static CommandRun withConfigCheck(ConfigCheck check, String... args) {
    return run(false, check, args);
  }

  private static CommandRun run(boolean interactive, ConfigCheck check, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
    int exitCode =
        interactive || check != null
            ? Main.run(args, new Terminal(outStream, errStream, interactive, true), check)
            : Main.run(args, outStream, errStream);
    return new CommandRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  List<String> outLines() {
    return out.lines().toList();
  }
}
