package dev.gemba.cli;

import dev.gemba.cli.remote.RemoteException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "pin",
    description = {
      "Has an operation recorded at a level, whatever its config says, and keeps the governor from",
      "changing that. It holds until 'gemba unpin', or the end of the JVM. What is off is not woven any",
      "more; what is dark stays woven and records nothing."
    })
final class PinCommand extends JvmCommand {

  @Parameters(
      index = "1",
      paramLabel = "OPERATION",
      description = "as 'gemba top' and 'gemba targets' show it")
  private String operation;

  @Parameters(index = "2", paramLabel = "LEVEL", description = "${COMPLETION-CANDIDATES}")
  private Level level;

  /** What an operation can be pinned at. */
  @SuppressWarnings("unused") // by their names
  enum Level {
    off,
    dark,
    count,
    sampled,
    timing,
    span
  }

  PinCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws RemoteException, IOException {
    Map<String, Object> answer =
        ask(
            "level",
            Map.of("operation", operation, "level", level.name().toLowerCase(Locale.ROOT)));
    if (json) {
      printJson(answer);
    } else {
      Object methods = objectAt(answer, "level").get("methods");
      terminal
          .out()
          .println(
              "pinned "
                  + operation
                  + " ("
                  + Plural.of(methods, "method", "methods")
                  + ") at "
                  + level);
    }
    return ExitCode.GOOD;
  }
}
